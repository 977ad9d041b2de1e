package dev.berth.events.log;

import dev.berth.events.model.Printable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record whose bytes on the broker's disk are not what was appended. Nothing behind it in its partition can be read
 * in order.
 *
 * @param offset of the first record of the batch that fails its checksum
 * @param reason what Kafka's client says
 */
public record DamagedRecord(String topic, int partition, long offset, String reason) {
    /** Kafka's client has no fields for where it found damage, only these messages. */
    private static final Pattern BATCH =
            Pattern.compile("for partition (\\S+)-(\\d{1,9}) at offset (\\d{1,18}) is invalid");

    private static final Pattern FETCH =
            Pattern.compile("corrupt message when fetching offset (\\d{1,18}) for topic-partition (\\S+)-(\\d{1,9})");

    private static final int DEPTH_MAX = 20;

    /** The damage that a consumer has met, if that is what failed. */
    public static Optional<DamagedRecord> in(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < DEPTH_MAX && cause != null; i++) {
            String message = String.valueOf(cause.getMessage());
            Matcher batch = BATCH.matcher(message);
            if (batch.find()) {
                return Optional.of(of(batch.group(1), batch.group(2), batch.group(3), message));
            }
            Matcher fetch = FETCH.matcher(message);
            if (fetch.find()) {
                return Optional.of(of(fetch.group(2), fetch.group(3), fetch.group(1), message));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static DamagedRecord of(String topic, String partition, String offset, String message) {
        return new DamagedRecord(topic, Integer.parseInt(partition), Long.parseLong(offset), Printable.of(message));
    }

    @Override
    public String toString() {
        return "the record at offset " + offset + " of partition " + partition + " of " + topic
                + " is damaged on the broker's disk: " + reason;
    }
}

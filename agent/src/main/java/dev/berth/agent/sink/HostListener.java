package dev.berth.agent.sink;

import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.host.HostRow;
import dev.berth.events.log.HostRowReader;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;

/**
 * Reads what berth.hosts says of one host: of its partition each record once, and of them it keeps the host's newest.
 * For the agent's thread.
 */
public final class HostListener implements AutoCloseable {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection kafka;
    private final HostRowCodec codec;
    private final Region region;
    private Optional<HostRowReader> reader = Optional.empty();
    private Optional<ProviderId> host = Optional.empty();
    private Optional<HostRow.Report> report = Optional.empty();
    private Optional<HostRow.Vouched> vouched = Optional.empty();

    /** Connects when it is to read of a host. */
    public HostListener(KafkaConnection kafka, HostRowCodec codec, Region region) {
        this.kafka = kafka;
        this.codec = codec;
        this.region = region;
    }

    /**
     * Reads of this host from now on.
     *
     * @throws IOException if the topic cannot be read
     */
    void open(ProviderId which) throws IOException {
        if (host.equals(Optional.of(which)) && reader.isPresent()) {
            return;
        }
        close();
        report = Optional.empty();
        vouched = Optional.empty();
        try {
            reader = Optional.of(HostRowReader.of(kafka, codec, region, which));
            host = Optional.of(which);
        } catch (KafkaUnreachableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Reads all that is there now, or as much of it as comes in time. What Kafka has refused is read from the beginning
     * the next time, for the topic may be another one by then.
     */
    void read() throws IOException {
        try {
            reader.orElseThrow().readToEnd(READ_TIMEOUT, this::take);
        } catch (KafkaException | RegistryUnavailableException e) {
            if (e instanceof KafkaException) {
                close();
            }
            throw new IOException("cannot read the rows of this host: " + e.getMessage(), e);
        }
    }

    /** The decision of the report with this number; empty if nothing tells it in time. */
    Optional<HostRow.Report> awaitReport(long sequence, Duration timeout) throws IOException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        read();
        while (!isOf(sequence)) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            try {
                reader.orElseThrow().poll(POLL).forEach(this::take);
            } catch (KafkaException | RegistryUnavailableException e) {
                throw new IOException("the report is sent, but its decision cannot be read: " + e.getMessage(), e);
            }
        }
        return report;
    }

    /** What stands after a report that was granted is told right behind it. */
    private boolean isOf(long sequence) {
        return report.filter(row -> row.sequence().equals(OptionalLong.of(sequence)))
                .filter(row -> row.refusal().isPresent()
                        || vouched.filter(now -> now.position().compareTo(row.position()) >= 0)
                                .isPresent())
                .isPresent();
    }

    /** What the host vouches for, as far as was read; empty if that is nothing. */
    Optional<HostRow.Vouched> vouched() {
        return vouched;
    }

    private void take(HostRowRecord told) {
        switch (told.key().kind()) {
            case REPORT -> report = told.row().map(HostRow.Report.class::cast);
            case VOUCHED -> vouched = told.row().map(HostRow.Vouched.class::cast);
            case HEARD -> {
                // An agent knows that it lives.
            }
        }
    }

    @Override
    public void close() {
        reader.ifPresent(HostRowReader::close);
        reader = Optional.empty();
    }
}

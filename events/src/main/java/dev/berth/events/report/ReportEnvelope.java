package dev.berth.events.report;

import dev.berth.events.model.HostKey;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Origin;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A host's report or heartbeat with what its signature covers, as a record of {@code berth.reports}:
 *
 * <pre>
 *   "berth report 1" or "berth beat 1"     ASCII, so that no signature made for another purpose fits
 *   length, region                         each length is 4 bytes, big endian
 *   length, host                           16 bytes
 *   length, sequence                       8 bytes, big endian
 *   length, name of the agent's machine    UTF-8, may be empty
 *   length, version of the agent           UTF-8, may be empty
 *   length, report                         a ReportHost as berth.log has it; of a heartbeat nothing, so length 0
 *   signature                              Ed25519 over all of the above, 64 bytes
 * </pre>
 *
 * <p>What is signed is what is sent: nothing is encoded again to be checked, and nothing but these bytes has to be
 * looked at to refuse it, no schema and no registry. Stateless.
 *
 * @param kind what the host says by it
 * @param sequence grows from each report or heartbeat of the host to the next
 * @param agentHost name of the machine that the agent runs on, as an origin holds it
 * @param agentVersion version of that agent
 * @param report the command's bytes as {@code CommandCodec} writes them
 */
public record ReportEnvelope(
        Kind kind,
        Region region,
        ProviderId host,
        long sequence,
        Optional<String> agentHost,
        Optional<String> agentVersion,
        byte[] report) {
    /** Bytes of a whole record: less than berth.log takes, where its origin stands beside it. */
    public static final int LENGTH_MAX = 4_000_000;

    private static final int UUID_LENGTH = 16;
    private static final int TEXT_LENGTH_MAX = 4 * Limits.ORIGIN_LENGTH_MAX;

    /** What a host says. */
    public enum Kind {
        /** All that it has. */
        REPORT("berth report 1"),

        /** Says that the host's agent lives, and nothing else. It leaves nothing in the log. */
        HEARTBEAT("berth beat 1");

        private final byte[] prefix;

        Kind(String prefix) {
            this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
        }

        private boolean begins(byte[] record, int length) {
            return length >= prefix.length && Arrays.equals(record, 0, prefix.length, prefix, 0, prefix.length);
        }
    }

    /** The envelope of a report. */
    public ReportEnvelope(
            Region region,
            ProviderId host,
            long sequence,
            Optional<String> agentHost,
            Optional<String> agentVersion,
            byte[] report) {
        this(Kind.REPORT, region, host, sequence, agentHost, agentVersion, report);
    }

    /** The envelope of a heartbeat. */
    public static ReportEnvelope heartbeat(
            Region region, ProviderId host, long sequence, Optional<String> agentHost, Optional<String> agentVersion) {
        return new ReportEnvelope(Kind.HEARTBEAT, region, host, sequence, agentHost, agentVersion, new byte[0]);
    }

    /** An envelope that was taken apart, and what its signature has to fit. Its signature is not verified yet. */
    public record Opened(ReportEnvelope envelope, byte[] signed, byte[] signature) {
        /** Whether the host with this key has signed it. */
        public boolean isSignedBy(HostKey key) {
            return ReportKeys.verifies(key, signed, signature);
        }
    }

    /** The record's bytes. */
    public byte[] seal(PrivateKey key) {
        byte[] signed = signed();
        byte[] signature = ReportKeys.sign(key, signed);
        byte[] record = Arrays.copyOf(signed, signed.length + signature.length);
        System.arraycopy(signature, 0, record, signed.length, signature.length);
        return record;
    }

    private byte[] signed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(kind.prefix);
            part(out, utf8(region.name()));
            part(
                    out,
                    ByteBuffer.allocate(UUID_LENGTH)
                            .putLong(host.value().getMostSignificantBits())
                            .putLong(host.value().getLeastSignificantBits())
                            .array());
            part(out, ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
            part(out, utf8(agentHost.orElse("")));
            part(out, utf8(agentVersion.orElse("")));
            part(out, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void part(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes a record's bytes apart.
     *
     * @throws MalformedException if they are no envelope
     */
    public static Opened open(byte[] record) {
        int signedLength = record.length - ReportKeys.SIGNATURE_LENGTH;
        if (record.length > LENGTH_MAX) {
            throw new MalformedException(
                    "expected a record of at most " + LENGTH_MAX + " bytes but got " + record.length);
        }
        Kind kind = kind(record, signedLength);
        ByteBuffer in = ByteBuffer.wrap(record, kind.prefix.length, signedLength - kind.prefix.length);
        String region = text(in, "region");
        if (!Region.isName(region)) {
            throw new MalformedException("expected the name of a region but got " + MalformedException.quoted(region));
        }
        ByteBuffer host = ByteBuffer.wrap(exact(in, UUID_LENGTH, "host"));
        long sequence =
                ByteBuffer.wrap(exact(in, Long.BYTES, "sequence number")).getLong();
        Optional<String> agentHost = Origin.text(text(in, "machine"));
        Optional<String> agentVersion = Origin.text(text(in, "version"));
        byte[] report = part(in, kind == Kind.REPORT ? LENGTH_MAX : 0, "report");
        if (in.hasRemaining()) {
            throw new MalformedException(
                    "expected the signature behind the report but got " + in.remaining() + " bytes more");
        }
        return new Opened(
                new ReportEnvelope(
                        kind,
                        new Region(region),
                        new ProviderId(new UUID(host.getLong(), host.getLong())),
                        sequence,
                        agentHost,
                        agentVersion,
                        report),
                Arrays.copyOf(record, signedLength),
                Arrays.copyOfRange(record, signedLength, record.length));
    }

    private static Kind kind(byte[] record, int signedLength) {
        for (Kind kind : Kind.values()) {
            if (kind.begins(record, signedLength)) {
                return kind;
            }
        }
        throw new MalformedException("expected a record that begins with '"
                + new String(Kind.REPORT.prefix, StandardCharsets.US_ASCII) + "' or '"
                + new String(Kind.HEARTBEAT.prefix, StandardCharsets.US_ASCII) + "' and ends with a signature of "
                + ReportKeys.SIGNATURE_LENGTH + " bytes but got another one of " + record.length + " bytes");
    }

    private static String text(ByteBuffer in, String what) {
        return new String(part(in, TEXT_LENGTH_MAX, what), StandardCharsets.UTF_8);
    }

    private static byte[] exact(ByteBuffer in, int length, String what) {
        byte[] part = part(in, length, what);
        if (part.length != length) {
            throw new MalformedException(
                    "expected a " + what + " of " + length + " bytes but got " + part.length + " bytes");
        }
        return part;
    }

    private static byte[] part(ByteBuffer in, int lengthMax, String what) {
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > Math.min(lengthMax, in.remaining())) {
            throw new MalformedException("expected a " + what + " of at most " + lengthMax
                    + " bytes, within the record, but got a length of " + length);
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }
}

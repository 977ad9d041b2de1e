package dev.berth.projector.store;

import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RuleBook;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.moment.Moment;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.common.utils.Bytes;

/**
 * A moment as bytes: which log, which rules and which region it is of, what stands in no row, its rows as the store has
 * them, and a SHA-256 of all that, compressed. What is read is believed only if all of it agrees.
 *
 * <pre>
 * format | log id | newest rules | region | through
 * partition | offset | time of the last command | its rules | head of the chain
 * ( key length | key | value length | value )*   0
 * SHA-256
 * </pre>
 */
public final class MomentRows {
    private static final int FORMAT = 0xBE47_0004;

    /** More than the largest row has, so that a damaged length asks for no memory. */
    private static final int ROW_BYTES_MAX = 64 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private MomentRows() {}

    /**
     * Writes a moment of a region that goes on.
     *
     * @throws IllegalArgumentException if the region has stopped there
     */
    public static void write(Moment moment, LogId log, OutputStream to) throws IOException {
        if (!moment.isGoingOn()) {
            throw new IllegalArgumentException(
                    "expected a region that goes on but " + moment.region() + " has stopped");
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DigestOutputStream digest = new DigestOutputStream(
                        new BufferedOutputStream(new DeflaterOutputStream(to, deflater, BUFFER_BYTES), BUFFER_BYTES),
                        Sha256.algorithm());
                DataOutputStream out = new DataOutputStream(digest)) {
            out.writeInt(FORMAT);
            out.writeUTF(log.text());
            out.writeInt(RuleBook.STANDARD.newest().number());
            out.writeUTF(moment.region().name());
            out.writeLong(moment.through());
            RegionView view = moment.view();
            out.writeInt(view.position().partition());
            out.writeLong(view.position().offset());
            out.writeLong(view.position().timestampMs());
            out.writeInt(view.rulesVersion().number());
            out.write(view.chain().head().bytes());
            writeRows(moment, out);
            digest.on(false);
            out.write(digest.getMessageDigest().digest());
        } finally {
            deflater.end();
        }
    }

    private static void writeRows(Moment moment, DataOutputStream out) throws IOException {
        IOException[] failure = new IOException[1];
        FoldRows.all(moment.fold(), Map.of(), (section, key, before, value) -> {
            if (value != null && failure[0] == null) {
                try {
                    out.writeShort(key.get().length);
                    out.write(key.get());
                    out.writeInt(value.length);
                    out.write(value);
                } catch (IOException e) {
                    failure[0] = e;
                }
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        out.writeShort(0);
    }

    /**
     * The moment that was written.
     *
     * @throws IOException if it cannot be read, is damaged, or is of another log, region or program
     */
    public static Moment read(InputStream from, LogId log, Region region) throws IOException {
        try {
            return checked(from, log, region);
        } catch (RuntimeException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    private static Moment checked(InputStream from, LogId log, Region region) throws IOException {
        try (DigestInputStream digest = new DigestInputStream(
                        new BufferedInputStream(
                                new InflaterInputStream(new BufferedInputStream(from, BUFFER_BYTES)), BUFFER_BYTES),
                        Sha256.algorithm());
                DataInputStream in = new DataInputStream(digest)) {
            expect("format", FORMAT, in.readInt());
            expect("log", log.text(), in.readUTF());
            expect("rules", RuleBook.STANDARD.newest().number(), in.readInt());
            expect("region", region.name(), in.readUTF());
            long through = in.readLong();
            Position last = new Position(in.readInt(), in.readLong(), in.readLong());
            RulesVersion rules = new RulesVersion(in.readInt());
            Chain chain = new Chain(Sha256.ofBytes(bytes(in, Sha256.LENGTH, Sha256.LENGTH)));
            RegionRows rows = readRows(region, in);
            byte[] made = digest.getMessageDigest().digest();
            if (!Arrays.equals(made, in.readNBytes(Sha256.LENGTH)) || in.read() >= 0) {
                throw new UnreadableRowException("its bytes are not those that were written");
            }
            return new Moment(through, rows.fold(last, rules, chain));
        }
    }

    private static RegionRows readRows(Region region, DataInputStream in) throws IOException {
        RegionRows rows = RegionRows.goingOn(region);
        for (int length = in.readUnsignedShort(); length > 0; length = in.readUnsignedShort()) {
            Bytes key = Bytes.wrap(bytes(in, length, length));
            byte[] value = bytes(in, in.readInt(), ROW_BYTES_MAX);
            Section section = RowKey.isOf(key, region) ? Section.of(RowKey.letter(key)) : null;
            if (section == null || section == Section.HELD || section == Section.STOP) {
                throw new UnreadableRowException("it has a row that no region has which goes on");
            }
            rows.add(section, key, value);
        }
        return rows;
    }

    private static byte[] bytes(DataInputStream in, int length, int most) throws IOException {
        byte[] bytes = length < 0 || length > most ? new byte[0] : in.readNBytes(length);
        if (bytes.length != length) {
            throw new UnreadableRowException("it ends too early, or has a length that is none");
        }
        return bytes;
    }

    private static <T> void expect(String what, T expected, T found) {
        if (!found.equals(expected)) {
            throw new UnreadableRowException("expected " + what + " " + expected + " but got " + found);
        }
    }
}

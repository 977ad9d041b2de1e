package dev.berth.auditor.proof;

import dev.berth.events.file.UnfinishedFile;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportKeys;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a checkpoint, a partition after the other, and keeps none of it:
 *
 * <pre>
 * "berth checkpoint 1\n"
 * LOG
 *   PARTITION                      for each partition that is in it
 *     REGION  rows  REGION_END     for each of its regions
 *   PARTITION_END
 * END
 * SHA-256 of all that              32 bytes
 * 0, or 1 and key and signature    1, 32 and 64 bytes; Ed25519 over {@link Checkpoint#signed}
 * </pre>
 *
 * <p>For one thread.
 */
public final class CheckpointWriter implements AutoCloseable {
    static final String FIRST_LINE = "berth checkpoint 1\n";

    private static final int BUFFER = 1 << 16;

    private final Path place;
    private final UnfinishedFile file;
    private final DigestOutputStream summed;
    private final DataOutputStream out;

    /**
     * Begins the file.
     *
     * @param log which log it is of
     * @param decisions Kafka's id of the topic of the decisions
     * @param partitions how many the log has
     * @throws UnusableProofException if it cannot be written
     */
    public CheckpointWriter(Path place, LogId log, LogId decisions, Instant writtenAt, int partitions) {
        this.place = place;
        this.file = begun(place);
        this.summed = new DigestOutputStream(new BufferedOutputStream(file.out(), BUFFER), Sha256.algorithm());
        this.out = new DataOutputStream(summed);
        try {
            out.write(FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
            byte[] id = (log.text() + "\n" + decisions.text()).getBytes(StandardCharsets.US_ASCII);
            put(
                    FrameKind.LOG,
                    ByteBuffer.allocate(Long.BYTES + Integer.BYTES + id.length)
                            .putLong(writtenAt.toEpochMilli())
                            .putInt(partitions)
                            .put(id)
                            .array());
        } catch (IOException e) {
            close();
            throw failed(e);
        }
    }

    private static UnfinishedFile begun(Path place) {
        try {
            return UnfinishedFile.inPlaceOf(place);
        } catch (IOException e) {
            throw failed(place, e);
        }
    }

    /** Writes the next partition, a region after the other. */
    public void write(PartitionState state) {
        try {
            put(FrameKind.PARTITION, bytes(state.place()));
            for (Map.Entry<Region, RegionFold> region : state.folds().entrySet()) {
                RegionFold fold = region.getValue();
                put(FrameKind.REGION, ReadRegion.begin(fold.view()));
                StateRows.write(fold, state.held().getOrDefault(region.getKey(), new TreeMap<>()), this::put);
                put(
                        FrameKind.REGION_END,
                        HexFormat.of().parseHex(StateDigest.of(fold.view()).whole()));
            }
            put(
                    FrameKind.PARTITION_END,
                    ByteBuffer.allocate(Integer.BYTES)
                            .putInt(state.folds().size())
                            .array());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static byte[] bytes(PartitionPlace place) {
        byte[] mark = place.mark().map(LogMark::toBytes).orElse(new byte[0]);
        return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES + mark.length)
                .putInt(place.partition())
                .putLong(place.next())
                .putLong(place.decisionsNext())
                .put(mark)
                .array();
    }

    /** Ends the file, and puts it in its place. */
    public void finish(Optional<PrivateKey> key) {
        try {
            put(FrameKind.END, new byte[0]);
            byte[] sum = summed.getMessageDigest().digest();
            out.write(sum);
            out.writeBoolean(key.isPresent());
            if (key.isPresent()) {
                out.write(ReportKeys.publicKey(key.get()).bytes());
                out.write(ReportKeys.sign(key.get(), Checkpoint.signed(sum)));
            }
            out.flush();
            file.keep();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void put(FrameKind frame, byte[] value) throws IOException {
        if (value.length > FrameKind.LENGTH_MAX) {
            throw new IOException(
                    "a part of " + value.length + " bytes is more than the " + FrameKind.LENGTH_MAX + " that fit");
        }
        out.writeByte(frame.letter());
        out.writeInt(value.length);
        out.write(value);
    }

    private UnusableProofException failed(IOException e) {
        return failed(place, e);
    }

    private static UnusableProofException failed(Path place, IOException e) {
        return new UnusableProofException("cannot write " + place + ": " + FailureWords.of(e), e);
    }

    /** Leaves nothing behind if it was not finished. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UnusableProofException(
                    "cannot remove what was written of " + place + ": " + FailureWords.of(e), e);
        }
    }
}

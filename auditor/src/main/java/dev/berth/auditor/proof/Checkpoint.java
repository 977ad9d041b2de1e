package dev.berth.auditor.proof;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportKeys;
import dev.berth.ledger.RegionFold;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file with the state of regions at one place of each partition, from which a fold may go on. Opening it reads all of
 * it once, to see that it is whole and signed; a partition's state is then read when it is asked for, and nothing is
 * kept. Any thread may use it.
 */
public final class Checkpoint {
    private static final Splitter ID_LINES = Splitter.on('\n');
    private static final String SIGNED = "berth checkpoint signature 1\n";

    private final Path file;
    private final LogId log;
    private final LogId decisions;
    private final Instant writtenAt;
    private final int partitions;
    private final ImmutableSortedMap<Integer, Part> parts;
    private final Optional<HostKey> signer;

    /** Where a partition begins in the file. */
    private record Part(PartitionPlace place, long at) {}

    private Checkpoint(Path file, Scan scan, Optional<HostKey> signer) {
        this.file = file;
        this.log = scan.log;
        this.decisions = scan.decisions;
        this.writtenAt = scan.writtenAt;
        this.partitions = scan.partitions;
        this.parts = ImmutableSortedMap.copyOfSorted(scan.parts);
        this.signer = signer;
    }

    /**
     * Opens a file.
     *
     * @param trusted whose signature it must have; empty to take any, and none
     * @throws UnusableProofException if it is no checkpoint, was changed, or is not signed by whom it must be
     */
    public static Checkpoint open(Path file, Optional<HostKey> trusted) {
        try (FrameReader in = new FrameReader(file, 0)) {
            Scan scan = new Scan();
            scan.read(in);
            Optional<HostKey> signer = signer(file, in);
            SignerCheck.require(file, signer, trusted);
            return new Checkpoint(file, scan, signer);
        } catch (IOException | IllegalArgumentException | IllegalStateException | BufferUnderflowException e) {
            throw unusable(file, e);
        }
    }

    private static UnusableProofException unusable(Path file, Exception e) {
        return new UnusableProofException(file + " is no whole checkpoint: " + FrameReader.reason(e), e);
    }

    private static Optional<HostKey> signer(Path file, FrameReader in) throws IOException {
        byte[] sum = in.sum();
        if (!Arrays.equals(sum, in.bytes(Sha256.LENGTH))) {
            throw new IOException("what is in it does not come to its SHA-256");
        }
        Optional<HostKey> signer = Optional.empty();
        if (in.bytes(1)[0] != 0) {
            HostKey key = HostKey.ofBytes(in.bytes(HostKey.LENGTH));
            if (!ReportKeys.verifies(key, signed(sum), in.bytes(ReportKeys.SIGNATURE_LENGTH))) {
                throw SignerCheck.wrongSignature(file, key);
            }
            signer = Optional.of(key);
        }
        if (!in.isAtEnd()) {
            throw new IOException("there is more behind its end");
        }
        return signer;
    }

    /** What a signature covers. */
    static byte[] signed(byte[] sum) {
        byte[] purpose = SIGNED.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(purpose.length + sum.length)
                .put(purpose)
                .put(sum)
                .array();
    }

    /** Which log it is of. */
    public LogId log() {
        return log;
    }

    /** Kafka's id of the topic of the decisions that it was compared with. */
    public LogId decisions() {
        return decisions;
    }

    /** When it was written, by the clock of who wrote it. */
    public Instant writtenAt() {
        return writtenAt;
    }

    /** How many partitions the log had. */
    public int partitions() {
        return partitions;
    }

    /** Whose signature it has, if it has one. */
    public Optional<HostKey> signer() {
        return signer;
    }

    public Path file() {
        return file;
    }

    /** Where it is in a partition; empty if the partition is not in it. */
    public Optional<PartitionPlace> place(int partition) {
        return Optional.ofNullable(parts.get(partition)).map(Part::place);
    }

    /**
     * The state of a partition that is in it.
     *
     * @param commands decodes the records that wait where a region has stopped
     * @throws UnusableProofException if the file is not what it was any more
     */
    public PartitionState read(int partition, CommandCodec commands) {
        Part part = parts.get(partition);
        TreeMap<Region, RegionFold> folds = new TreeMap<>();
        TreeMap<Region, SortedMap<Position, byte[]>> held = new TreeMap<>();
        try (FrameReader in = new FrameReader(file, part.at())) {
            while (in.next() == FrameKind.REGION) {
                ReadRegion region = new ReadRegion(in.value());
                while (in.next() != FrameKind.REGION_END) {
                    region.add(in.frame(), in.value());
                }
                folds.put(region.region(), region.fold(HexFormat.of().formatHex(in.value()), commands));
                if (!region.held().isEmpty()) {
                    held.put(region.region(), region.held());
                }
            }
            if (in.frame() != FrameKind.PARTITION_END
                    || ByteBuffer.wrap(in.value()).getInt() != folds.size()) {
                throw new IOException("partition " + partition + " does not end where it should");
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException | BufferUnderflowException e) {
            throw unusable(file, e);
        }
        return new PartitionState(
                part.place(), ImmutableSortedMap.copyOfSorted(folds), ImmutableSortedMap.copyOfSorted(held));
    }

    /** The first reading: what is in it, and where. For one thread. */
    private static final class Scan {
        private final TreeMap<Integer, Part> parts = new TreeMap<>();
        private LogId log;
        private LogId decisions;
        private Instant writtenAt;
        private int partitions;

        void read(FrameReader in) throws IOException {
            byte[] first = CheckpointWriter.FIRST_LINE.getBytes(StandardCharsets.US_ASCII);
            if (!Arrays.equals(in.bytes(first.length), first)) {
                throw new IOException("it does not begin with the line " + CheckpointWriter.FIRST_LINE.strip());
            }
            if (in.next() != FrameKind.LOG) {
                throw new IOException("it does not say of which log it is");
            }
            ByteBuffer head = ByteBuffer.wrap(in.value());
            writtenAt = Instant.ofEpochMilli(head.getLong());
            partitions = head.getInt();
            List<String> ids = ID_LINES.splitToList(StandardCharsets.US_ASCII.decode(head));
            if (ids.size() != 2) {
                throw new IOException("it does not say of which log it is");
            }
            log = new LogId(ids.get(0));
            decisions = new LogId(ids.get(1));
            while (in.next() != FrameKind.END) {
                if (in.frame() == FrameKind.PARTITION) {
                    PartitionPlace place = place(ByteBuffer.wrap(in.value()));
                    parts.put(place.partition(), new Part(place, in.position()));
                }
            }
        }

        private static PartitionPlace place(ByteBuffer in) {
            int partition = in.getInt();
            long next = in.getLong();
            long decisionsNext = in.getLong();
            byte[] mark = new byte[in.remaining()];
            in.get(mark);
            return new PartitionPlace(
                    partition,
                    next,
                    decisionsNext,
                    mark.length == 0 ? Optional.empty() : Optional.of(LogMark.fromBytes(mark)));
        }
    }
}

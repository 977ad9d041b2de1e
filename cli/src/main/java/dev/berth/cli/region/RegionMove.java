package dev.berth.cli.region;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.proof.CheckpointWriter;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogBeginning;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.terminal.CannotRunException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes what closed regions came to from one log to another: has the new log begin where they ended, appends to it what
 * was left behind undecided, and writes the checkpoint from which a service begins there. For one thread.
 */
final class RegionMove {
    private final ImmutableSortedMap<Region, Moved> regions;
    private final CommandCodec from;
    private final PrintWriter out;

    /** A closed region: what it came to, where it was closed, and what stands behind that. */
    private record Moved(RegionFold fold, Position closed, SortedMap<Position, byte[]> behind) {}

    private RegionMove(ImmutableSortedMap<Region, Moved> regions, CommandCodec from, PrintWriter out) {
        this.regions = regions;
        this.from = from;
        this.out = out;
    }

    /**
     * What is to be moved.
     *
     * @param asked the regions, by the partitions of the old log that they are in
     * @param from decodes what stands in the old log
     * @throws CannotRunException if one of them is not there, or not closed
     */
    static RegionMove of(Iterable<Region> asked, Iterable<PartitionState> states, CommandCodec from, PrintWriter out) {
        TreeMap<Region, Moved> found = new TreeMap<>();
        for (Region region : asked) {
            for (PartitionState state : states) {
                RegionFold fold = state.folds().get(region);
                if (fold != null) {
                    Position closed = closed(region, fold);
                    SortedMap<Position, byte[]> held = state.held().getOrDefault(region, new TreeMap<>());
                    TreeMap<Position, byte[]> behind = new TreeMap<>(held);
                    behind.headMap(closed, true).clear();
                    found.put(region, new Moved(fold, closed, behind));
                }
            }
            if (!found.containsKey(region)) {
                throw new CannotRunException("nothing was ever written to region " + region + " in this log");
            }
        }
        return new RegionMove(ImmutableSortedMap.copyOfSorted(found), from, out);
    }

    private static Position closed(Region region, RegionFold fold) {
        RegionStop stop = fold.stop()
                .orElseThrow(() -> new CannotRunException("region " + region
                        + " is not closed, so it goes on here while it is moved; close it first: berth region close"
                        + " --region " + region + " --yes"));
        if (!stop.isClosed()) {
            throw new CannotRunException("region " + region + " is not closed but has stopped at " + stop.position()
                    + " (" + stop.reason() + "); have it go on first, and close it then");
        }
        return stop.position();
    }

    /**
     * Moves them.
     *
     * @param partitions how many the new log has
     * @param codec encodes for the new log
     * @throws CannotRunException if a region would be at home in another partition there
     */
    void into(KafkaConnection kafka, int partitions, CommandCodec codec, Path file, Optional<PrivateKey> key)
            throws InterruptedException {
        regions.forEach(
                (region, moved) -> requireSameHome(region, moved.closed().partition(), partitions));
        TreeMap<Integer, TreeMap<Region, RegionFold>> homes = new TreeMap<>();
        TreeMap<Integer, Long> begins = new TreeMap<>();
        regions.forEach((region, moved) -> {
            int home = moved.closed().partition();
            homes.computeIfAbsent(home, none -> new TreeMap<>())
                    .put(region, RegionFold.of(moved.fold().view()));
            begins.merge(home, moved.closed().offset() + 1, Math::max);
        });
        try (CheckpointWriter writer = new CheckpointWriter(
                file, TopicAdmin.logId(kafka), TopicAdmin.decisionsId(kafka), Instant.now(), partitions)) {
            begins.forEach((home, begin) -> {
                new LogBeginning(kafka, home, begin).raise(at -> {});
                writer.write(new PartitionState(
                        new PartitionPlace(home, begin, 0, Optional.empty()),
                        ImmutableSortedMap.copyOfSorted(homes.get(home)),
                        ImmutableSortedMap.of()));
            });
            try (CommandPublisher publisher = CommandPublisher.open(kafka, codec)) {
                for (Map.Entry<Region, Moved> region : regions.entrySet()) {
                    carry(region.getKey(), region.getValue(), publisher);
                }
            }
            writer.finish(key);
        }
        regions.forEach((region, moved) -> out.println("region " + region + ": closed at " + moved.closed()
                + ", goes on at " + moved.closed().partition() + "@"
                + begins.get(moved.closed().partition()) + ", digest "
                + StateDigest.of(moved.fold().view()).whole()));
    }

    private static void requireSameHome(Region region, int before, int partitions) {
        int after = Partitions.of(region, partitions);
        if (after != before) {
            throw new CannotRunException("region " + region + " is at home in partition " + before
                    + " and would be in " + after + " of " + partitions
                    + "; take another number of partitions for the new log, such as that of the old one");
        }
    }

    /**
     * What was appended behind the record that closed a region was never decided. Its senders may have been answered
     * that it may still be, so it goes with the region, and is decided in the new log.
     */
    private void carry(Region region, Moved moved, CommandPublisher publisher) throws InterruptedException {
        for (Map.Entry<Position, byte[]> record : moved.behind().entrySet()) {
            if (!(from.decodeSent(record.getValue()) instanceof Decoding.Decoded<Sent> sent)) {
                out.println("region " + region + ": the record at " + record.getKey()
                        + " is no command, and is left behind");
                continue;
            }
            Position at = publisher.append(region, sent.value());
            out.println(
                    "region " + region + ": the command at " + record.getKey() + ", behind the end, goes on as " + at);
        }
    }
}

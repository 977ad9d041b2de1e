package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.HeadProof.Verdict;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.auditor.proof.SavedHead;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Looks for saved heads in the chains of one partition as its log is folded: each must come in the chain of its region.
 * For one thread.
 */
final class HeadCheck {
    private final int partition;
    private final Findings findings;

    /** The heads that are to come: of each region one for each file at most. */
    private final TreeMap<Region, List<Saved>> ahead = new TreeMap<>();

    /** What was decided at the position of a head that is to come. */
    private final Map<Saved, Sha256> instead = new IdentityHashMap<>();

    /** Those that were looked at. */
    private final TreeMap<Region, List<Judged>> judged = new TreeMap<>();

    private record Saved(HeadFile file, SavedHead head) {
        @Override
        public String toString() {
            return "chain " + head.chain() + " at " + head.position() + ", saved in " + file.file() + " at "
                    + file.savedAt();
        }
    }

    /** @param now what is there instead, if it is broken */
    private record Judged(Saved saved, Verdict verdict, String now) {}

    /** @param files of this log */
    HeadCheck(List<HeadFile> files, int partition, Findings findings) {
        this.partition = partition;
        this.findings = findings;
        for (HeadFile file : files) {
            for (SavedHead head : file.heads().values()) {
                if (head.position().partition() == partition) {
                    ahead.computeIfAbsent(head.region(), none -> new ArrayList<>())
                            .add(new Saved(file, head));
                }
            }
        }
    }

    /** The files that are of a log; reports the others. */
    static List<HeadFile> ofLog(List<HeadFile> files, LogId log, int partitions, Findings findings) {
        List<HeadFile> same = new ArrayList<>();
        for (HeadFile file : files) {
            boolean isWithin = file.heads().values().stream()
                    .allMatch(head -> head.position().partition() < partitions);
            if (file.log().equals(log) && isWithin) {
                same.add(atHome(file, partitions, findings));
            } else {
                findings.logReplaced(
                        "heads of log " + file.log() + ", saved in " + file.file() + " at " + file.savedAt(),
                        "log " + log + " with " + partitions
                                + " partitions: another cluster's, or the topic was made again since");
                file.heads().values().forEach(head -> findings.head(new HeadProof(file, head, Verdict.BROKEN)));
            }
        }
        return same;
    }

    /** The heads of a file but for those whose regions have moved, as they do where partitions are added. */
    private static HeadFile atHome(HeadFile file, int partitions, Findings findings) {
        ImmutableSortedMap.Builder<Region, SavedHead> there = ImmutableSortedMap.naturalOrder();
        boolean isTold = false;
        for (SavedHead head : file.heads().values()) {
            if (Partitions.of(head.region(), partitions) == head.position().partition()) {
                there.put(head.region(), head);
                continue;
            }
            findings.head(new HeadProof(file, head, Verdict.BROKEN));
            if (!isTold) {
                isTold = true;
                findings.partitionsAdded(
                        head.position().partition(),
                        head.position().offset(),
                        OptionalLong.empty(),
                        "a head of region " + head.region() + ", saved in " + file.file() + " at " + file.savedAt()
                                + " with fewer partitions",
                        "at home elsewhere among " + partitions + " partitions" + AddedPartitions.SINCE);
            }
        }
        return new HeadFile(file.file(), file.log(), file.savedAt(), there.build(), file.signer());
    }

    /** Reading begins with this state. */
    void begin(PartitionState state) {
        state.folds().forEach((region, fold) -> {
            look(region, fold.view().position().offset(), fold.view().chain().head());
            take(region, saved -> isOlder(saved.head(), state.place(), fold.view()))
                    .forEach(saved ->
                            notCompared(saved, "the head is older than the checkpoint at which reading began"));
        });
    }

    /** Whether a head is of a moment before a checkpoint, at which a region was so. */
    private static boolean isOlder(SavedHead head, PartitionPlace place, RegionView view) {
        long count = view.recent().count();
        boolean isThere = head.position().offset() == view.position().offset() && head.decided() == count;
        return !isThere && head.position().offset() < place.next() && head.decided() <= count;
    }

    /** A command was decided. */
    void decided(Region region, Decision decision) {
        if (!ahead.isEmpty()) {
            look(region, decision.position().offset(), decision.chain());
        }
    }

    /** What had waited is decided behind commands that came later, so a head is known by its value alone. */
    private void look(Region region, long offset, Sha256 chain) {
        for (Saved saved : take(region, each -> each.head().chain().equals(chain))) {
            judge(saved, Verdict.KEPT, "");
        }
        for (Saved saved : ahead.getOrDefault(region, List.of())) {
            if (saved.head().position().offset() == offset) {
                instead.put(saved, chain);
            }
        }
    }

    private void judge(Saved saved, Verdict verdict, String now) {
        judged.computeIfAbsent(saved.head().region(), none -> new ArrayList<>()).add(new Judged(saved, verdict, now));
    }

    private void notCompared(Saved saved, String reason) {
        judge(saved, Verdict.NOT_COMPARED, reason);
        findings.uncompared(saved.head().region(), saved.head().position(), reason);
    }

    /** Removes the heads that are to come of which something is so. */
    private List<Saved> take(Region region, Predicate<Saved> isWanted) {
        List<Saved> taken = new ArrayList<>();
        ahead.getOrDefault(region, new ArrayList<>()).removeIf(saved -> {
            boolean isTaken = isWanted.test(saved);
            if (isTaken) {
                taken.add(saved);
            }
            return isTaken;
        });
        return taken;
    }

    /**
     * The log was read to its end.
     *
     * @param end the offset behind its last record
     * @param folds what the regions come to
     */
    void ended(long end, Map<Region, RegionFold> folds) {
        for (Region region : ahead.keySet()) {
            String stop = Optional.ofNullable(folds.get(region))
                    .flatMap(RegionFold::stop)
                    .map(at -> ", for the region has stopped at " + at.position())
                    .orElse("");
            take(region, any -> true)
                    .forEach(saved -> judge(
                            saved,
                            Verdict.BROKEN,
                            saved.head().position().offset() >= end
                                    ? "the log ends at offset " + end + ", before it"
                                    : Optional.ofNullable(instead.get(saved))
                                            .map(chain -> "chain " + chain + " there")
                                            .orElse("nothing that was decided there" + stop)));
        }
        report(end);
    }

    /** The log cannot be read on, for this reason. */
    void cutOff(String reason) {
        for (Region region : ahead.keySet()) {
            take(region, any -> true).forEach(saved -> notCompared(saved, reason));
        }
        report(Long.MAX_VALUE);
    }

    private void report(long end) {
        judged.forEach((region, all) -> {
            all.sort(Comparator.comparingLong(each -> each.saved().head().decided()));
            Optional<Saved> kept = Optional.empty();
            boolean isReported = false;
            for (Judged each : all) {
                findings.head(new HeadProof(each.saved().file(), each.saved().head(), each.verdict()));
                if (each.verdict() == Verdict.KEPT) {
                    kept = Optional.of(each.saved());
                } else if (each.verdict() == Verdict.BROKEN && !isReported) {
                    isReported = true;
                    report(each, kept, end);
                }
            }
        });
        judged.clear();
    }

    /** Those behind the first that is broken follow from it, so they are no differences of their own. */
    private void report(Judged broken, Optional<Saved> kept, long end) {
        SavedHead head = broken.saved().head();
        boolean isCut = head.position().offset() >= end;
        String before = kept.map(
                        last -> "; the head at " + last.head().position() + " is still there, so not before that")
                .orElse("");
        findings.headBroken(
                isCut ? Kind.LOG_CUT : Kind.LOG_REWRITTEN,
                head.region(),
                partition,
                head.position().offset(),
                broken.saved().toString(),
                broken.now() + (isCut ? "" : ": records or decisions were rewritten at or before this place" + before));
    }
}

package dev.berth.auditor;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Compares one copy of a partition with the re-fold: what each region had come to after as many commands, and at the
 * last record that is in the copy, whether a region is missing or behind. To be told of every record of the partition
 * in order, and asked afterwards. For one thread.
 */
final class StoreCheck {
    private final StoreCopy copy;
    private final List<String> differences = new ArrayList<>();

    /** The copies that are ahead of the re-fold. */
    private final Map<Region, LiveState> ahead;

    /**
     * The folds on the way: what waited behind a stop is decided bit by bit, so the copy may be in the middle of it.
     */
    private final Set<Region> stood = new TreeSet<>();

    private final Map<Region, RegionFold> folds = new TreeMap<>();
    private boolean isPassed;

    StoreCheck(StoreCopy copy) {
        this.copy = copy;
        this.ahead = new TreeMap<>(copy.regions());
        differences.addAll(copy.doubts());
    }

    StoreCopy copy() {
        return copy;
    }

    /** Reading begins with this state: a copy that is older than it cannot be compared. */
    void begin(PartitionState state) {
        if (state.place().next() == 0) {
            return;
        }
        state.folds().forEach((region, fold) -> {
            folds.put(region, fold);
            if (fold.stop().isPresent()) {
                stood.add(region);
            }
            LiveState there = ahead.get(region);
            if (there != null && there.decided() == decided(fold)) {
                ahead.remove(region);
                compare(region, there, fold);
            }
        });
        if (offset() == state.place().mark().map(LogMark::offset).orElse(-1L)) {
            if (!copy.mark().equals(state.place().mark())) {
                differences.add("took another record at offset " + offset() + " last than stood there when the"
                        + " checkpoint was written");
            }
            pass();
        } else if (offset() < state.place().next()) {
            differences.add("could not be compared, for it is older than the checkpoint");
            isPassed = true;
            ahead.clear();
            folds.clear();
        }
    }

    /**
     * A record was taken, or passed if it is foreign.
     *
     * @param before the fold of its region before it; null for a foreign one, as the next
     * @param upTo the fold in the middle of the released commands, after this many commands are decided
     */
    void took(LogRecord message, RegionFold before, RegionFold after, LongFunction<RegionFold> upTo) {
        if (!isPassed && message.position().offset() > offset()) {
            passWithoutRecord();
        }
        if (after != null) {
            Region region = after.view().region();
            if (!isPassed) {
                folds.put(region, after);
                if (after.stop().isPresent()) {
                    stood.add(region);
                }
            }
            LiveState state = ahead.get(region);
            if (state != null && decided(before) < state.decided() && state.decided() <= decided(after)) {
                ahead.remove(region);
                compare(region, state, decided(after) == state.decided() ? after : upTo.apply(state.decided()));
            }
        }
        if (!isPassed && message.position().offset() == offset()) {
            LogMark mark = copy.mark().orElseThrow();
            LogMark stands = LogMark.of(mark.topicId(), message);
            if (!stands.equals(mark)) {
                differences.add("took a record with SHA-256 " + mark.sha256() + " at offset " + mark.offset()
                        + " last, where one with SHA-256 " + stands.sha256() + " stands");
            }
            pass();
        }
    }

    private long offset() {
        return copy.mark().map(LogMark::offset).orElse(-1L);
    }

    private static long decided(RegionFold fold) {
        return fold.view().recent().count();
    }

    private void compare(Region region, LiveState state, RegionFold fold) {
        List<String> sections = new ArrayList<>();
        StateDigest.of(fold.view()).sections().forEach((section, digest) -> {
            if (!state.sections().getOrDefault(section.name(), "nothing").equals(digest)) {
                sections.add(section.name());
            }
        });
        if (!sections.isEmpty()) {
            differences.add("region " + region + ", " + Joiner.on(", ").join(sections) + ": not what " + state.decided()
                    + " commands come to");
        }
    }

    private void passWithoutRecord() {
        if (copy.mark().isPresent()) {
            differences.add("took offset " + offset() + " last, where no record stands");
        }
        pass();
    }

    /** The log cannot be read on. */
    void cutOff() {
        if (!isPassed || !ahead.isEmpty()) {
            differences.add("could not be compared, for the log cannot be read up to where it is");
        }
        isPassed = true;
        ahead.clear();
    }

    /** Compares now that the re-fold has reached the copy. */
    private void pass() {
        isPassed = true;
        folds.forEach((region, fold) -> {
            LiveState state = copy.regions().get(region);
            if (state == null) {
                // The doubts already say why a region is left out.
                if (copy.doubts().isEmpty()) {
                    differences.add(
                            "region " + region + ": no rows of it are kept, after " + decided(fold) + " commands");
                }
            } else if (state.decided() < decided(fold) && !stood.contains(region)) {
                differences.add("region " + region + ": " + state.decided() + " commands decided where the log has "
                        + decided(fold));
            } else if (state.decided() == decided(fold) && !state.stoppedAt().equals(stop(fold))) {
                differences.add(
                        "region " + region + ": " + text(state.stoppedAt()) + " where the re-fold " + text(stop(fold)));
            }
        });
        folds.clear();
    }

    private static OptionalLong stop(RegionFold fold) {
        return fold.stop().isPresent()
                ? OptionalLong.of(fold.stop().get().position().offset())
                : OptionalLong.empty();
    }

    private static String text(OptionalLong stop) {
        return stop.isPresent() ? "stands at offset " + stop.getAsLong() : "goes on";
    }

    /** The findings, once the log was read to its end. */
    StoreReport.Copy judged() {
        if (!isPassed) {
            passWithoutRecord();
        }
        ahead.forEach((region, state) -> {
            if (state.decided() > 0) {
                differences.add(
                        "region " + region + ": " + state.decided() + " commands decided, more than stand in the log");
            }
        });
        ahead.clear();
        return new StoreReport.Copy(copy, ImmutableList.copyOf(differences));
    }
}

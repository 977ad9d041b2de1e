package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.DamagedRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Collects what an audit finds, and keeps no more of it than somebody would read. For one thread. */
final class Findings {
    private static final int DIFFERENCES_MAX = 1_000;

    /** So many are kept of each partition, whatever is found in others. */
    private static final int FIRST_OF_EACH = 10;

    private final List<Difference> differences = new ArrayList<>();
    /** One per partition, file or region at most, and reported first: it explains thousands of the others. */
    private final List<Difference> logDifferences = new ArrayList<>();

    private final UncomparedRanges uncompared = new UncomparedRanges();
    private final Map<Integer, Integer> byPartition = new TreeMap<>();
    private final List<HeadProof> heads = new ArrayList<>();
    private final TreeMap<String, String> stopped = new TreeMap<>();
    private final TreeMap<Integer, Long> read = new TreeMap<>();
    private long commands;
    private long decisions;
    private long foreign;
    private long undecided;
    private long regions;
    private long states;
    private long differenceCount;

    /** Adds what another audit found, behind what is here. */
    void addAll(Findings more) {
        commands += more.commands;
        decisions += more.decisions;
        foreign += more.foreign;
        undecided += more.undecided;
        regions += more.regions;
        states += more.states;
        differenceCount += more.differenceCount;
        more.logDifferences.forEach(this::keepOfLog);
        more.differences.forEach(this::keep);
        uncompared.addAll(more.uncompared);
        heads.addAll(more.heads);
        stopped.putAll(more.stopped);
        read.putAll(more.read);
    }

    void command() {
        commands++;
    }

    /** How far a partition of the log was read; nothing of it if the position is before its first record. */
    void read(Position last) {
        if (last.offset() >= 0) {
            read.put(last.partition(), last.offset());
        }
    }

    void foreignRecord() {
        foreign++;
    }

    void decision() {
        decisions++;
    }

    /** The end of the log of which nothing is recorded yet. */
    void undecided(Region region, Decision refolded) {
        undecided++;
        uncompared(region, refolded.position(), "no decision of them is recorded");
    }

    void uncompared(Region region, Position position, String reason) {
        uncompared.add(region, position, reason);
    }

    void uncompared(int partition, long from, long to, String reason) {
        uncompared.add(partition, from, to, reason);
    }

    void region(Region region, Optional<RegionStop> stop) {
        regions++;
        stop.ifPresent(at -> stopped.put(region.name(), at.position() + ": " + at.reason()));
    }

    void state() {
        states++;
    }

    void decisionDiffers(Region region, Decision recorded, long recordedAt, Decision refolded) {
        add(
                Kind.DECISION_DIFFERS,
                region,
                refolded,
                OptionalLong.of(recordedAt),
                DecisionText.difference(recorded, refolded));
    }

    void chainBreaks(Region region, Decision recorded, long recordedAt, Decision refolded) {
        add(
                Kind.CHAIN_BREAKS,
                region,
                refolded,
                OptionalLong.of(recordedAt),
                DecisionText.difference(recorded, refolded));
    }

    /** Returns what it has told, in case the decision is found later. */
    Difference decisionMissing(Region region, Decision refolded) {
        Difference missing = new Difference(
                Kind.DECISION_MISSING,
                Optional.of(region.name()),
                refolded.position().partition(),
                OptionalLong.of(refolded.position().offset()),
                OptionalLong.empty(),
                "nothing",
                DecisionText.of(refolded));
        add(missing);
        return missing;
    }

    /** What was told to be missing is recorded, but elsewhere. */
    void decisionSwapped(Difference missing, long recordedAt) {
        int at = differences.indexOf(missing);
        if (at >= 0) {
            differences.set(
                    at,
                    new Difference(
                            Kind.DECISION_SWAPPED,
                            missing.region(),
                            missing.partition(),
                            missing.offset(),
                            OptionalLong.of(recordedAt),
                            "behind a decision of a later command",
                            missing.refolded()));
        }
    }

    /**
     * A decision for which there is no command.
     *
     * @param kind that, or a decision that was there before
     */
    void decisionUnfounded(Kind kind, Optional<Region> region, Decision recorded, long recordedAt, String refolded) {
        add(new Difference(
                kind,
                region.map(Region::name),
                recorded.position().partition(),
                OptionalLong.of(recorded.position().offset()),
                OptionalLong.of(recordedAt),
                DecisionText.of(recorded),
                refolded));
    }

    void decisionUnreadable(Optional<Region> region, int partition, long offset, String reason) {
        add(new Difference(
                Kind.DECISION_UNREADABLE,
                region.map(Region::name),
                partition,
                OptionalLong.empty(),
                OptionalLong.of(offset),
                reason,
                "a decision"));
    }

    void logDiffers(int partition, String live, String inLog) {
        differenceCount++;
        logDifferences.add(new Difference(
                Kind.LOG_DIFFERS,
                Optional.empty(),
                partition,
                OptionalLong.empty(),
                OptionalLong.empty(),
                live,
                inLog));
    }

    /** What was done to the log, at the first place of a partition where that is so. */
    void logForged(Kind kind, int partition, long offset, OptionalLong recordedAt, String decided, String standing) {
        differenceCount++;
        logDifferences.add(new Difference(
                kind, Optional.empty(), partition, OptionalLong.of(offset), recordedAt, decided, standing));
    }

    /** The log is another than the one that heads were saved of. */
    void logReplaced(String saved, String found) {
        differenceCount++;
        logDifferences.add(new Difference(
                Kind.LOG_REPLACED, Optional.empty(), 0, OptionalLong.empty(), OptionalLong.empty(), saved, found));
    }

    /** The topics were given more partitions; the first decision of a partition that shows it, or head of a file. */
    void partitionsAdded(int partition, long offset, OptionalLong recordedAt, String decided, String now) {
        differenceCount++;
        logDifferences.add(new Difference(
                Kind.PARTITIONS_ADDED, Optional.empty(), partition, OptionalLong.of(offset), recordedAt, decided, now));
    }

    /** A head is not in the chain of its region; one for each region at most. */
    void headBroken(Kind kind, Region region, int partition, long offset, String saved, String found) {
        differenceCount++;
        keepOfLog(new Difference(
                kind,
                Optional.of(region.name()),
                partition,
                OptionalLong.of(offset),
                OptionalLong.empty(),
                saved,
                found));
    }

    /** Those that are about a partition or a file are few; those about a region are not. */
    private void keepOfLog(Difference difference) {
        if (difference.region().isEmpty() || logDifferences.size() < DIFFERENCES_MAX) {
            logDifferences.add(difference);
        }
    }

    /** What was found of a saved head. */
    void head(HeadProof proof) {
        heads.add(proof);
    }

    void recordDamaged(DamagedRecord damaged) {
        boolean isOfLog = damaged.topic().equals(Topics.LOG.topic());
        differenceCount++;
        logDifferences.add(new Difference(
                Kind.RECORD_DAMAGED,
                Optional.empty(),
                damaged.partition(),
                isOfLog ? OptionalLong.of(damaged.offset()) : OptionalLong.empty(),
                isOfLog ? OptionalLong.empty() : OptionalLong.of(damaged.offset()),
                damaged.toString(),
                "nothing from here on: put the topic right from a replica or a backup"));
    }

    void state(Kind kind, Region region, int partition, String live, String refolded) {
        add(new Difference(
                kind,
                Optional.of(region.name()),
                partition,
                OptionalLong.empty(),
                OptionalLong.empty(),
                live,
                refolded));
    }

    private void add(Kind kind, Region region, Decision refolded, OptionalLong recordedAt, DecisionText.Pair texts) {
        add(new Difference(
                kind,
                Optional.of(region.name()),
                refolded.position().partition(),
                OptionalLong.of(refolded.position().offset()),
                recordedAt,
                texts.recorded(),
                texts.refolded()));
    }

    private void add(Difference difference) {
        differenceCount++;
        keep(difference);
    }

    private void keep(Difference difference) {
        int here = byPartition.merge(difference.partition(), 1, Integer::sum);
        if (differences.size() < DIFFERENCES_MAX || here <= FIRST_OF_EACH) {
            differences.add(difference);
        }
    }

    AuditReport report() {
        return report(Optional.empty());
    }

    AuditReport report(StoreReport stores) {
        return report(Optional.of(stores));
    }

    private AuditReport report(Optional<StoreReport> stores) {
        return new AuditReport(
                commands,
                decisions,
                foreign,
                undecided,
                regions,
                states,
                ImmutableSortedMap.copyOfSorted(stopped),
                differenceCount,
                ImmutableList.<Difference>builder()
                        .addAll(logDifferences)
                        .addAll(differences)
                        .build(),
                uncompared.all(),
                ImmutableList.copyOf(heads),
                ImmutableSortedMap.copyOfSorted(read),
                stores);
    }
}

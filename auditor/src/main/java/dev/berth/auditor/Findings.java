package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.DamagedRecord;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Collects what an audit finds, and keeps no more of it than somebody would read. For one thread. */
final class Findings {
    private static final int DIFFERENCES_MAX = 1_000;

    private final List<Difference> differences = new ArrayList<>();
    /** One per partition at most, and told first: it explains thousands of the others. */
    private final List<Difference> logDifferences = new ArrayList<>();

    private final TreeMap<String, String> stopped = new TreeMap<>();
    private long commands;
    private long decisions;
    private long foreign;
    private long undecided;
    private long regions;
    private long states;
    private long differenceCount;

    void command() {
        commands++;
    }

    void foreignRecord() {
        foreign++;
    }

    void decision() {
        decisions++;
    }

    void undecided(long count) {
        undecided += count;
    }

    void region(Region region, Optional<RegionStop> stop) {
        regions++;
        stop.ifPresent(at -> stopped.put(region.name(), at.position() + ": " + at.reason()));
    }

    void state() {
        states++;
    }

    void decisionDiffers(Region region, Decision recorded, Decision refolded) {
        add(Kind.DECISION_DIFFERS, region, refolded, DecisionText.difference(recorded, refolded));
    }

    void chainBreaks(Region region, Decision recorded, Decision refolded) {
        add(Kind.CHAIN_BREAKS, region, refolded, DecisionText.difference(recorded, refolded));
    }

    void decisionMissing(Region region, Decision refolded) {
        add(Kind.DECISION_MISSING, region, refolded, new DecisionText.Pair("nothing", DecisionText.of(refolded)));
    }

    void decisionUnfounded(Optional<Region> region, Decision recorded, String refolded) {
        add(new Difference(
                Kind.DECISION_UNFOUNDED,
                region.map(Region::name),
                recorded.position().partition(),
                OptionalLong.of(recorded.position().offset()),
                DecisionText.of(recorded),
                refolded));
    }

    void decisionUnreadable(Optional<Region> region, int partition, long offset, String reason) {
        add(new Difference(
                Kind.DECISION_UNREADABLE,
                region.map(Region::name),
                partition,
                OptionalLong.of(offset),
                reason,
                "a decision"));
    }

    void logDiffers(int partition, String live, String inLog) {
        differenceCount++;
        logDifferences.add(
                new Difference(Kind.LOG_DIFFERS, Optional.empty(), partition, OptionalLong.empty(), live, inLog));
    }

    void recordDamaged(DamagedRecord damaged) {
        differenceCount++;
        logDifferences.add(new Difference(
                Kind.RECORD_DAMAGED,
                Optional.empty(),
                damaged.partition(),
                OptionalLong.of(damaged.offset()),
                damaged.toString(),
                "nothing from here on: put the topic right from a replica or a backup"));
    }

    void state(Kind kind, Region region, int partition, String live, String refolded) {
        add(new Difference(kind, Optional.of(region.name()), partition, OptionalLong.empty(), live, refolded));
    }

    private void add(Kind kind, Region region, Decision refolded, DecisionText.Pair texts) {
        add(new Difference(
                kind,
                Optional.of(region.name()),
                refolded.position().partition(),
                OptionalLong.of(refolded.position().offset()),
                texts.recorded(),
                texts.refolded()));
    }

    private void add(Difference difference) {
        differenceCount++;
        if (differences.size() < DIFFERENCES_MAX) {
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
                stores);
    }
}

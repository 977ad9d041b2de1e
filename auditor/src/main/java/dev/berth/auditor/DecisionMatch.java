package dev.berth.auditor;

import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Matches what is recorded in one partition of the decisions with what the re-fold says, in step: both come in the
 * order of deciding, so whatever is passed over on either side is missing there. It never holds more than a window of
 * either. For one thread.
 */
final class DecisionMatch {
    /** How far the log is read ahead in search of the command of a decision. */
    private static final int WINDOW = 1_000;

    /** How many unrecorded decisions are held. */
    private static final int OPEN_MAX = 10_000;

    private final ReadAhead<RecordedDecision> reader;
    private final Findings findings;

    /** Refolded and not yet recorded, in order. */
    private final ArrayDeque<Expected> open = new ArrayDeque<>();

    /** The next recorded decision, if it was looked at and waits for the log to come to its command. */
    private Optional<Recorded> ahead = Optional.empty();

    /** The regions whose newest compared decision has another chain than the re-fold's. */
    private final TreeSet<Region> broken = new TreeSet<>();

    /** The first decisions whose chains are not right, of regions where the one before was. */
    private final TreeMap<Region, Recorded> breaks = new TreeMap<>();

    /** Regions of which a decision was compared whose chain is right. */
    private final TreeSet<Region> proven = new TreeSet<>();

    private final RecentMap<Boolean> matched = new RecentMap<>(WINDOW);
    private final RecentMap<Missed> missed = new RecentMap<>(WINDOW);
    private final Alignment alignment;
    private final AddedPartitions added;
    private final Optional<String> cut;
    private final long skipsBefore;

    /** The commands before that which were not decided yet. */
    private final Set<Long> waiting = new TreeSet<>();

    private boolean hasMatched;

    /** @param hash of its record's bytes, if these are still at hand */
    private record Expected(Region region, Decision decision, Optional<Sha256> hash) {}

    private record Recorded(Optional<Region> region, Decision decision, long offset) {}

    private record Missed(Expected expected, Difference told) {}

    /**
     * @param range what of berth.decisions is to be read
     * @param begin what is known where reading begins
     */
    DecisionMatch(
            ReadAhead<RecordedDecision> reader,
            DecisionRange range,
            PartitionState begin,
            Alignment alignment,
            AddedPartitions added,
            Findings findings) {
        this.alignment = alignment;
        this.added = added;
        this.cut = range.cut();
        this.skipsBefore = range.skipsBefore();
        this.proven.addAll(begin.folds().keySet());
        begin.held().values().forEach(records -> records.keySet().forEach(at -> waiting.add(at.offset())));
        this.reader = reader;
        this.findings = findings;
    }

    /** The re-fold has come to a decision. */
    void expect(Region region, Decision decision, Optional<Sha256> hash) {
        open.add(new Expected(region, decision, hash));
    }

    /** The offset of the first command that waits for its decision. */
    OptionalLong firstOpen() {
        return open.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(open.getFirst().decision().position().offset());
    }

    /**
     * Compares as far as both sides go, after the log was read up to and with {@code lastRead}.
     *
     * @param logEnd up to where the log is going to be read
     */
    void matchUpTo(Position lastRead, long logEnd) {
        while (!open.isEmpty()) {
            Optional<Recorded> recorded = next();
            if (recorded.isEmpty()
                    || isLater(recorded.get(), lastRead)
                            && (recorded.get().decision().position().offset() < logEnd || open.size() < WINDOW)) {
                return;
            }
            ahead = Optional.empty();
            match(recorded.get());
        }
    }

    /** Moves the end of what is read to where the recorded decisions end now. */
    void extendToNow() {
        reader.extendToNow();
    }

    /** Whether a decision of what was read may still be recorded: not if a later one is. */
    boolean isWaiting(Position lastRead) {
        return !open.isEmpty()
                && ahead.filter(recorded -> isLater(recorded, lastRead)).isEmpty();
    }

    /** Where to read on another time: behind all that was matched. */
    long nextOffset() {
        return ahead.map(Recorded::offset).orElseGet(reader::nextOffset);
    }

    /** Takes all recorded decisions; to be called once the log was read beyond them. */
    void matchAll() {
        for (Optional<Recorded> next = next(); next.isPresent(); next = next()) {
            ahead = Optional.empty();
            match(next.get());
        }
    }

    /** Whether it holds so many unrecorded decisions that it must wait for recorded ones, or do without them. */
    boolean isFull() {
        return open.size() >= OPEN_MAX;
    }

    /**
     * Reports what was not recorded, and drops it.
     *
     * @param isDeciding whether there is a service that must have decided all that was read
     */
    void finish(Position lastRead, boolean isDeciding) {
        if (isWaiting(lastRead) && !isDeciding) {
            open.forEach(expected -> cut.filter(reason -> !hasMatched)
                    .ifPresentOrElse(
                            reason -> findings.uncompared(
                                    expected.region(), expected.decision().position(), reason),
                            () -> findings.undecided(expected.region(), expected.decision())));
        } else {
            open.forEach(this::miss);
        }
        open.clear();
    }

    /** The next recorded decision, which stays the next until it is matched. */
    private Optional<Recorded> next() {
        ahead = ahead.isPresent() ? ahead : nextReadable();
        return ahead;
    }

    private static boolean isLater(Recorded recorded, Position lastRead) {
        return recorded.decision().position().partition() == lastRead.partition()
                && recorded.decision().position().offset() > lastRead.offset();
    }

    private void match(Recorded recorded) {
        if (open.stream().noneMatch(expected -> isSameCommand(expected, recorded))) {
            matchUnexpected(recorded);
            return;
        }
        Expected expected = open.remove();
        while (!isSameCommand(expected, recorded)) {
            miss(expected);
            expected = open.remove();
        }
        hasMatched = true;
        matched.put(expected.region(), expected.decision().position(), true);
        compare(expected, recorded);
    }

    /** Nothing is recorded of it where that should be. */
    private void miss(Expected expected) {
        if (cut.isPresent() && !hasMatched) {
            findings.uncompared(expected.region(), expected.decision().position(), cut.get());
        } else {
            missed.put(
                    expected.region(),
                    expected.decision().position(),
                    new Missed(expected, findings.decisionMissing(expected.region(), expected.decision())));
        }
    }

    private void matchUnexpected(Recorded recorded) {
        Position position = recorded.decision().position();
        Optional<Missed> late = recorded.region().flatMap(region -> missed.remove(region, position));
        if (late.isPresent()) {
            Expected expected = late.get().expected();
            matched.put(expected.region(), position, true);
            findings.decisionSwapped(late.get().told(), recorded.offset());
            if (!expected.decision().equals(recorded.decision())) {
                findings.decisionDiffers(
                        expected.region(), recorded.decision(), recorded.offset(), expected.decision());
            }
            return;
        }
        boolean isSecond = recorded.region()
                .flatMap(region -> matched.get(region, position))
                .isPresent();
        findings.decisionUnfounded(
                isSecond ? Difference.Kind.DECISION_DOUBLED : Difference.Kind.DECISION_UNFOUNDED,
                recorded.region(),
                recorded.decision(),
                recorded.offset(),
                isSecond ? "one decision, which was recorded before" : "nothing");
    }

    private void compare(Expected expected, Recorded recordedAt) {
        Region region = expected.region();
        Decision recorded = recordedAt.decision();
        Decision refolded = expected.decision();
        boolean isChained = recorded.chain().equals(refolded.chain());
        boolean wasChained = isChained ? !broken.remove(region) : broken.add(region);
        Optional<Recorded> brokeAt = Optional.ofNullable(breaks.remove(region));
        if (isChained) {
            proven.add(region);
            alignment.proven(region, refolded.position().offset());
        } else if (wasChained && proven.contains(region)) {
            breaks.put(region, recordedAt);
        } else if (brokeAt.isPresent() && follows(brokeAt.get().decision(), expected, recorded)) {
            // Those who decided this had the one before as it is recorded, so it is the log that is another.
            alignment.changed(brokeAt.get().decision().position().offset());
        }
        if (!isSameBesidesChain(recorded, refolded)) {
            findings.decisionDiffers(region, recorded, recordedAt.offset(), refolded);
        } else if (wasChained && !isChained) {
            findings.chainBreaks(region, recorded, recordedAt.offset(), refolded);
        }
    }

    /** Whether a decision follows from the recorded one before it and the record that stands in the log. */
    private static boolean follows(Decision before, Expected expected, Decision recorded) {
        return expected.hash()
                .map(hash -> new Chain(before.chain())
                        .with(
                                expected.region(),
                                recorded.position(),
                                hash,
                                recorded.commandId(),
                                recorded.commandKind(),
                                recorded.rulesVersion(),
                                recorded.outcome()))
                .filter(chain -> chain.head().equals(recorded.chain()))
                .isPresent();
    }

    private static boolean isSameBesidesChain(Decision recorded, Decision refolded) {
        return recorded.equals(new Decision(
                refolded.position(),
                refolded.commandId(),
                refolded.commandKind(),
                refolded.rulesVersion(),
                refolded.outcome(),
                recorded.chain()));
    }

    private static boolean isSameCommand(Expected expected, Recorded recorded) {
        return recorded.region().equals(Optional.of(expected.region()))
                && recorded.decision().position().compareTo(expected.decision().position()) == 0;
    }

    private Optional<Recorded> nextReadable() {
        for (Optional<RecordedDecision> next = reader.next(); next.isPresent(); next = reader.next()) {
            LogRecord message = next.get().message();
            Decoding<Decision> decoding = next.get().decoding();
            findings.decision();
            if (decoding instanceof Decoding.Decoded<Decision> early
                    && early.value().position().offset() < skipsBefore
                    && !waiting.contains(early.value().position().offset())) {
                continue;
            }
            if (decoding instanceof Decoding.Decoded<Decision> elsewhere
                    && added.explains(message, elsewhere.value())) {
                continue;
            }
            if (decoding instanceof Decoding.Decoded<Decision> decoded) {
                long offset = message.position().offset();
                alignment.decided(message.region(), decoded.value(), offset);
                return Optional.of(new Recorded(message.region(), decoded.value(), offset));
            }
            findings.decisionUnreadable(
                    message.region(),
                    message.position().partition(),
                    message.position().offset(),
                    decoding.problem().orElseThrow());
        }
        return Optional.empty();
    }
}

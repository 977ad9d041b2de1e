package dev.berth.auditor;

import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.ArrayDeque;
import java.util.Optional;
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

    private final LogReader reader;
    private final DecisionCodec codec;
    private final Findings findings;

    /** Refolded and not yet recorded, in order. */
    private final ArrayDeque<Expected> open = new ArrayDeque<>();

    /** The next recorded decision, if it was looked at and waits for the log to come to its command. */
    private Optional<Recorded> ahead = Optional.empty();

    /** The regions whose newest compared decision has another chain than the re-fold's. */
    private final TreeSet<Region> broken = new TreeSet<>();

    private record Expected(Region region, Decision decision) {}

    private record Recorded(Optional<Region> region, Decision decision) {}

    DecisionMatch(LogReader reader, DecisionCodec codec, Findings findings) {
        this.reader = reader;
        this.codec = codec;
        this.findings = findings;
    }

    /** The re-fold has come to a decision. */
    void expect(Region region, Decision decision) {
        open.add(new Expected(region, decision));
    }

    /** Compares as far as both sides go, after the log was read up to and with {@code lastRead}. */
    void matchUpTo(Position lastRead) {
        while (!open.isEmpty()) {
            Optional<Recorded> recorded = next();
            if (recorded.isEmpty() || isLater(recorded.get(), lastRead) && open.size() < WINDOW) {
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
            findings.undecided(open.size());
        } else {
            open.forEach(expected -> findings.decisionMissing(expected.region(), expected.decision()));
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
            findings.decisionUnfounded(recorded.region(), recorded.decision(), "nothing, or nothing more");
            return;
        }
        Expected expected = open.remove();
        while (!isSameCommand(expected, recorded)) {
            findings.decisionMissing(expected.region(), expected.decision());
            expected = open.remove();
        }
        compare(expected.region(), recorded.decision(), expected.decision());
    }

    private void compare(Region region, Decision recorded, Decision refolded) {
        boolean isChained = recorded.chain().equals(refolded.chain());
        boolean wasChained = isChained ? !broken.remove(region) : broken.add(region);
        if (!isSameBesidesChain(recorded, refolded)) {
            findings.decisionDiffers(region, recorded, refolded);
        } else if (wasChained && !isChained) {
            findings.chainBreaks(region, recorded, refolded);
        }
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
        for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
            LogRecord message = next.get();
            findings.decision();
            Decoding<Decision> decoding = codec.decode(message.value());
            if (decoding instanceof Decoding.Decoded<Decision> decoded) {
                return Optional.of(new Recorded(message.region(), decoded.value()));
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

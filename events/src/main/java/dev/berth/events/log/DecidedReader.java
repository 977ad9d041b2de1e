package dev.berth.events.log;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * Reads what is decided in one region from berth.decisions, each decision with its command from the log. A decision is
 * there once its transaction is committed, so what is read is never taken back. It belongs to no group and leaves no
 * trace in Kafka. For one thread.
 */
public final class DecidedReader implements DecidedLog {
    /** After so many records of other regions {@link #next} returns, so that whoever reads can see to other things. */
    private static final int READ_MAX = 1_000;

    private final LogReader decisions;
    private final RecordsByOffset commands;
    private final CommandCodec commandCodec;
    private final DecisionCodec decisionCodec;
    private final Region region;
    private long least = Long.MIN_VALUE;
    private Optional<DecidedFrom.Behind> last = Optional.empty();

    private DecidedReader(
            LogReader decisions,
            RecordsByOffset commands,
            CommandCodec commandCodec,
            DecisionCodec decisionCodec,
            Region region) {
        this.decisions = decisions;
        this.commands = commands;
        this.commandCodec = commandCodec;
        this.decisionCodec = decisionCodec;
        this.region = region;
    }

    /**
     * Opens the decisions of a region.
     *
     * @param each run before each record that has to be read to find the beginning; what it throws ends that
     * @param nowMs milliseconds since the epoch; a later time is still to come
     * @throws NoPlaceException if there is no such beginning, or it was deleted
     * @throws KafkaUnreachableException if Kafka does not answer, or has no log
     */
    public static DecidedReader open(
            KafkaConnection kafka,
            CommandCodec commandCodec,
            DecisionCodec decisionCodec,
            Region region,
            DecidedFrom from,
            Runnable each,
            long nowMs) {
        // Before the end of the log is found: whatever is appended behind that is decided behind this.
        LogReader decisions = LogReader.openHome(kafka, Topics.DECISIONS.topic(), region);
        try {
            RecordsByOffset commands = RecordsByOffset.open(kafka, region, RegionReader.home(kafka, region));
            DecidedReader reader = new DecidedReader(decisions, commands, commandCodec, decisionCodec, region);
            try {
                reader.begin(from, each, nowMs);
                return reader;
            } catch (RuntimeException e) {
                commands.close();
                throw e;
            }
        } catch (RuntimeException e) {
            decisions.close();
            throw e;
        }
    }

    private void begin(DecidedFrom from, Runnable each, long nowMs) {
        if (from instanceof DecidedFrom.Behind behind) {
            goBehind(behind, each);
            last = Optional.of(behind);
            return;
        }
        LogPlace place = ((DecidedFrom.At) from).place();
        if (place instanceof LogPlace.Now) {
            last = Optional.of(lastDecided());
        } else {
            least = offset(place, nowMs);
            goTo(least);
        }
    }

    private void goBehind(DecidedFrom.Behind behind, Runnable each) {
        requireHome(new LogPlace.At(behind.partition(), behind.offset()));
        if (behind.offset() < 0) {
            requireKnown(extent().begin(), 0);
            return;
        }
        requireThere(behind.offset(), commands.extent().end() - 1);
        goTo(behind.offset());
        for (Optional<LogRecord> next = decisions.next(); next.isPresent(); next = decisions.next()) {
            each.run();
            if (decode(next.get()).position().offset() == behind.offset()) {
                return;
            }
        }
        throw NoPlaceException.notDecided(behind.offset(), commands.extent());
    }

    /** The first offset that a place means. */
    private long offset(LogPlace place, long nowMs) {
        if (place instanceof LogPlace.Time time) {
            return offset(time, nowMs);
        }
        if (place instanceof LogPlace.At at) {
            requireHome(at);
        }
        long offset = place instanceof LogPlace.At at ? at.offset() : ((LogPlace.Offset) place).offset();
        requireThere(offset, commands.extent().end());
        return offset;
    }

    private long offset(LogPlace.Time time, long nowMs) {
        LogProgress.Partition log = commands.extent();
        long first = commands.firstAt(time.firstMs());
        if (time.firstMs() > nowMs && first >= log.end()) {
            throw NoPlaceException.stillToCome(time, nowMs);
        }
        if (log.begin() > 0 && first <= log.begin()) {
            throw NoPlaceException.deleted(time, log);
        }
        return first;
    }

    private void requireHome(LogPlace.At at) {
        if (at.partition() != partition()) {
            throw NoPlaceException.otherPartition(at, region, commands.extent());
        }
    }

    private void requireThere(long offset, long most) {
        LogProgress.Partition log = commands.extent();
        if (offset > most) {
            throw NoPlaceException.notThereYet(offset, log);
        }
        if (offset < log.begin()) {
            throw NoPlaceException.deleted(new LogPlace.At(log.partition(), offset), log);
        }
    }

    /** A decision has the time of its command, or of a later one that let its region go on. */
    private void goTo(long offset) {
        LogProgress.Partition there = extent();
        long first = offset < commands.extent().end()
                ? decisions.firstAt(
                        there.partition(), commands.at(offset).position().timestampMs())
                : there.end();
        requireKnown(first, offset);
        decisions.seek(there.partition(), first, Long.MAX_VALUE);
    }

    /** Where the beginning of the decisions was deleted, what is wanted may have been among them. */
    private void requireKnown(long first, long offset) {
        LogProgress.Partition there = extent();
        if (there.begin() > 0 && first <= there.begin() && there.end() > there.begin()) {
            throw NoPlaceException.decisionsDeleted(offset, there);
        }
    }

    /** Reads back until there is a decision, for there are offsets without a record; then it is at the end. */
    private DecidedFrom.Behind lastDecided() {
        LogProgress.Partition there = extent();
        long found = -1;
        for (long back = 16; found < 0; back *= 16) {
            long from = Math.max(there.begin(), there.end() - back);
            decisions.seek(there.partition(), from, Long.MAX_VALUE);
            for (Optional<LogRecord> next = decisions.next(); next.isPresent(); next = decisions.next()) {
                found = decode(next.get()).position().offset();
            }
            if (from == there.begin()) {
                break;
            }
        }
        return new DecidedFrom.Behind(there.partition(), found);
    }

    private LogProgress.Partition extent() {
        return decisions.progress().partitions().get(0);
    }

    private int partition() {
        return extent().partition();
    }

    @Override
    public Optional<DecidedCommand> next() {
        for (int i = 0; i < READ_MAX; i++) {
            Optional<LogRecord> next = decisions.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Decision decision = decode(next.get());
            if (decision.position().offset() >= least) {
                last = Optional.of(new DecidedFrom.Behind(
                        decision.position().partition(), decision.position().offset()));
                if (next.get().region().filter(region::equals).isPresent()) {
                    return Optional.of(withCommand(decision));
                }
            }
        }
        return Optional.empty();
    }

    private DecidedCommand withCommand(Decision decision) {
        LogRecord command = commands.at(decision.position().offset());
        return new DecidedCommand(region, commandCodec.decode(command.position(), command.value()), decision);
    }

    private Decision decode(LogRecord record) {
        return decisionCodec
                .decode(record.value())
                .orElseThrow(reason -> new UnreadableDecisionException(record.position(), reason));
    }

    @Override
    public boolean isAtEnd() {
        return decisions.progress().isAtEnd();
    }

    @Override
    public void follow() {
        decisions.extendToNow();
    }

    @Override
    public Optional<DecidedFrom.Behind> last() {
        return last;
    }

    @Override
    public void close() {
        decisions.close();
        commands.close();
    }
}

package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads a part of one partition of the log, and beside it the decisions that were recorded of its records. They come in
 * the order of the log, but for those that had waited behind a record at which their region stood: these come when
 * their decisions do. Holds {@link #LATE_MAX} of those at most. For one thread.
 */
final class DecidedRecords implements AutoCloseable {
    /** Decisions are no older than their commands, by the broker's clock; brokers' clocks may differ by so much. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final int LATE_MAX = 1_000;

    private final KafkaConnection kafka;
    private final CommandCodec commandCodec;
    private final DecisionCodec decisionCodec;
    private final LogRange.Part part;
    private final Consumer<LogLine> lines;
    private final LogReader log;

    /** Records whose decisions have not come in their turn, by offset. */
    private final Map<Long, LogLine> late = new LinkedHashMap<>();

    /** Null until there is a record whose decision is looked for. */
    private LogReader decisions;

    private Optional<Decision> ahead = Optional.empty();
    private long newestMs = Long.MIN_VALUE;
    private OptionalLong stepBack = OptionalLong.empty();

    /**
     * @param lines told each record
     * @throws dev.berth.events.log.KafkaUnreachableException if Kafka does not answer
     */
    DecidedRecords(KafkaConnection kafka, SchemaRegistry registry, LogRange.Part part, Consumer<LogLine> lines) {
        this.kafka = kafka;
        this.commandCodec = new CommandCodec(registry);
        this.decisionCodec = new DecisionCodec(registry);
        this.part = part;
        this.lines = lines;
        this.log = LogReader.open(kafka, Topics.LOG.topic(), LogRange.begin(part));
    }

    /** Takes the next record, if there is one before the end of the part. */
    boolean readOne() {
        if (part.from() + read() >= part.to()) {
            return false;
        }
        Optional<LogRecord> next = log.next().filter(found -> found.position().offset() < part.to());
        next.ifPresent(this::take);
        return next.isPresent();
    }

    private void take(LogRecord found) {
        noteTime(found);
        LogLine line = new LogLine(
                found.position(),
                found.region(),
                found.region().isPresent() ? "" : found.whyForeign(),
                commandCodec.decode(found.position(), found.value()),
                Optional.empty());
        if (found.region().isEmpty()) {
            lines.accept(line);
            return;
        }
        if (late.size() >= LATE_MAX) {
            giveUpFirst();
        }
        late.put(found.position().offset(), line);
        open(found.position().timestampMs());
        match(found.position().offset());
    }

    private void noteTime(LogRecord found) {
        if (found.position().timestampMs() < newestMs && stepBack.isEmpty()) {
            stepBack = OptionalLong.of(found.position().offset());
        }
        newestMs = Math.max(newestMs, found.position().timestampMs());
    }

    private void open(long timestampMs) {
        if (decisions != null) {
            return;
        }
        String topic = Topics.DECISIONS.topic();
        long from;
        try (LogReader places = LogReader.open(kafka, topic)) {
            from = places.firstAt(part.partition(), Math.max(0, timestampMs - CLOCKS_DIFFER.toMillis()));
        }
        decisions = LogReader.open(kafka, topic, ImmutableSortedMap.of(part.partition(), from));
    }

    /** Takes the decisions that can be of records up to an offset; those of later ones are not there before them. */
    private void match(long offset) {
        for (Optional<Decision> next = nextDecision();
                next.isPresent() && next.get().position().offset() <= offset && !late.isEmpty();
                next = nextDecision()) {
            ahead = Optional.empty();
            LogLine line = late.remove(next.get().position().offset());
            if (line != null) {
                lines.accept(line.with(next.get()));
            }
        }
    }

    private Optional<Decision> nextDecision() {
        while (ahead.isEmpty() && decisions != null) {
            Optional<LogRecord> next = decisions.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (decisionCodec.decode(next.get().value()) instanceof Decoding.Decoded<Decision> decoded) {
                ahead = Optional.of(decoded.value());
            }
        }
        return ahead;
    }

    private void giveUpFirst() {
        long first = late.keySet().iterator().next();
        lines.accept(late.remove(first));
    }

    /** Looks for the decisions of all that was read, and tells those without one as they are. */
    void finish() {
        match(Long.MAX_VALUE);
        while (!late.isEmpty()) {
            giveUpFirst();
        }
    }

    /** Moves the end to where both topics end now, and takes what has come. */
    void follow() {
        log.extendToNow();
        if (decisions != null) {
            decisions.extendToNow();
            match(Long.MAX_VALUE);
        }
    }

    /** Whether a record is still without its decision. */
    boolean isWaiting() {
        return !late.isEmpty();
    }

    /** How many offsets of the part are read. */
    long read() {
        return log.progress().partitions().get(0).next() - part.from();
    }

    /** The first record that is older than one before it, by the broker's clock. */
    Optional<String> stepBack() {
        return stepBack.isPresent()
                ? Optional.of("times go back at " + part.partition() + "@" + stepBack.getAsLong()
                        + ": by the broker's clock it is older than a record before it; a time stands for the first"
                        + " record that is not older")
                : Optional.empty();
    }

    @Override
    public void close() {
        log.close();
        if (decisions != null) {
            decisions.close();
        }
    }
}

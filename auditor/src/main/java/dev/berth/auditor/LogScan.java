package dev.berth.auditor;

import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.log.KafkaUnreachableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Goes through a part of the log, each record once, with the decisions that were recorded of it; nothing is folded. For
 * one thread.
 */
public final class LogScan {
    /** How many offsets at the end of each partition are looked at for the last records of a kind. */
    public static final int LOOKED_AT_MAX = 10_000;

    private static final Duration DECISION_PATIENCE = Duration.ofSeconds(2);
    private static final long STEP_MS = 200;

    private static final Comparator<LogLine> BY_TIME = Comparator.<LogLine>comparingLong(
                    line -> line.position().timestampMs())
            .thenComparing(LogLine::position);

    private final AuditTarget target;
    private final LogRange range;
    private final LogFilter filter;
    private final AuditProgress progress;
    private final TreeSet<String> notes;
    private long read;

    public LogScan(AuditTarget target, LogRange range, LogFilter filter, AuditProgress progress) {
        this.target = target;
        this.range = range;
        this.filter = filter;
        this.progress = progress;
        this.notes = new TreeSet<>(range.notes());
    }

    /** What whoever reads what was found has to know besides; the more the more was read. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Tells the records that pass the filter, partition by partition.
     *
     * @param limit after how many to stop
     * @throws AuditFailedException if Kafka or the registry does not answer
     */
    public void read(long limit, Consumer<LogLine> lines) {
        Counted counted = new Counted(limit, lines);
        for (LogRange.Part part : range.parts()) {
            if (counted.isOpen()) {
                read(part, counted);
            }
        }
    }

    /** The last records that pass the filter, of the last {@link #LOOKED_AT_MAX} of each partition, by their times. */
    public List<LogLine> last(int limit) {
        List<LogLine> all = new ArrayList<>();
        for (LogRange.Part part : range.parts()) {
            ArrayDeque<LogLine> last = new ArrayDeque<>();
            read(part.last(LOOKED_AT_MAX), new Counted(Long.MAX_VALUE, line -> {
                last.add(line);
                if (last.size() > limit) {
                    last.remove();
                }
            }));
            all.addAll(last);
        }
        all.sort(BY_TIME);
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private void read(LogRange.Part part, Counted lines) {
        if (part.from() == part.to()) {
            return;
        }
        long before = read;
        try (DecidedRecords records = new DecidedRecords(target.kafka(), target.registry(), part, lines)) {
            while (lines.isOpen() && records.readOne()) {
                progress.read(before + records.read(), range.size());
            }
            records.finish();
            records.stepBack().ifPresent(notes::add);
            read = before + records.read();
        } catch (KafkaUnreachableException | RegistryUnavailableException | IllegalArgumentException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
    }

    /** Tells what is appended behind the range, as it comes, until it is told not to go on or is interrupted. */
    public void follow(BooleanSupplier goesOn, Consumer<LogLine> lines) {
        List<Followed> all = new ArrayList<>();
        try {
            for (LogRange.Part part : range.parts()) {
                all.add(new Followed(new DecidedRecords(
                        target.kafka(), target.registry(), part.behind(), new Counted(Long.MAX_VALUE, lines))));
            }
            while (goesOn.getAsBoolean()) {
                all.forEach(Followed::goOn);
                TimeUnit.MILLISECONDS.sleep(STEP_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaUnreachableException | RegistryUnavailableException | IllegalArgumentException e) {
            throw new AuditFailedException(e.getMessage(), e);
        } finally {
            all.forEach(each -> each.records.close());
        }
    }

    /** One partition that is followed: what is not decided within a while is told as it is. */
    private static final class Followed {
        private final DecidedRecords records;
        private long decidedNs = System.nanoTime();

        Followed(DecidedRecords records) {
            this.records = records;
        }

        void goOn() {
            records.follow();
            while (records.readOne()) {
                // Each is told by itself.
            }
            if (!records.isWaiting()) {
                decidedNs = System.nanoTime();
            } else if (System.nanoTime() - decidedNs > DECISION_PATIENCE.toNanos()) {
                records.finish();
            }
        }
    }

    /** Passes on what passes the filter, and no more than so many. */
    private final class Counted implements Consumer<LogLine> {
        private final Consumer<LogLine> lines;
        private long left;

        Counted(long limit, Consumer<LogLine> lines) {
            this.left = limit;
            this.lines = lines;
        }

        @Override
        public void accept(LogLine line) {
            if (left > 0 && filter.passes(line)) {
                left--;
                lines.accept(line);
            }
        }

        boolean isOpen() {
            return left > 0;
        }
    }
}

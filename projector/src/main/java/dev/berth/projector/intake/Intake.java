package dev.berth.projector.intake;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.DamagedRecord;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.ReportReader;
import dev.berth.events.log.ReportRecord;
import dev.berth.events.model.Printable;
import dev.berth.events.report.ReportRate;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.HostBoard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the signed reports of agents and submits those that are in order to the log, as the API does with a request.
 * Heartbeats go to the board of hosts and leave nothing in the log.
 * It reads the partitions whose regions this instance serves: their views hold every enrolment and withdrawal that was
 * acknowledged. An offset is committed once all before it is decided or refused, and what is submitted again after a
 * crash falls to its command id. No record ends it, and what cannot be had now it waits for. One thread of its own; any
 * thread may ask for its counts or close it.
 */
public final class Intake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long AGAIN_NS = Duration.ofSeconds(1).toNanos();
    private static final long COMMIT_NS = Duration.ofMillis(500).toNanos();
    private static final long WORD_NS = Duration.ofMinutes(1).toNanos();
    private static final long CLOSE_SECONDS = 10;

    private static final int WORDS_MAX = 300;

    /** Reports that wait in memory, in bytes; beyond it nothing is read. */
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private final ReportReader reader;
    private final RegionViews views;
    private final CommandLog log;
    private final ReportCheck check;
    private final HostBoard board;
    private final ReportRate rate = ReportRate.standard();
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);
    private final ReportQueue queue = new ReportQueue();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusedByLedger = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "berth-intake");
    private final SortedMap<Integer, Long> committed = new TreeMap<>();
    private long committedNs = System.nanoTime();
    private long wordNs = System.nanoTime() - WORD_NS;

    /**
     * An intake that has not begun.
     *
     * @param log refuses while there is no room; the intake waits then
     * @param partitions how many the log has
     * @param board told of each host that is heard of
     */
    public Intake(
            KafkaConnection kafka,
            RegionViews views,
            CommandLog log,
            CommandCodec codec,
            IntSupplier partitions,
            HostBoard board) {
        this.reader = new ReportReader(kafka);
        this.views = views;
        this.log = log;
        this.board = board;
        this.check = new ReportCheck(views, codec, partitions, board);
        thread.setDaemon(true);
    }

    public Intake start() {
        thread.start();
        return this;
    }

    /** Records that were dropped for this reason. */
    public long refused(IntakeRefusal reason) {
        return refusals.count(reason);
    }

    /** Reports that the ledger has accepted. */
    public long accepted() {
        return accepted.sum();
    }

    /** Reports that were let into the log, and that the ledger has refused. */
    public long refusedByLedger() {
        return refusedByLedger.sum();
    }

    /** Reports that were replaced by a newer one of the same host. */
    public long superseded() {
        return superseded.sum();
    }

    /** Reports that were read again, after a crash, and had been decided. */
    public long repeated() {
        return repeated.sum();
    }

    /** Heartbeats that counted. */
    public long heartbeats() {
        return heartbeats.sum();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    step();
                } catch (RuntimeException | Error e) {
                    say("The intake of reports waits, and goes on by itself", e);
                    closing.await(1, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void step() throws InterruptedException {
        SortedSet<Integer> served = served();
        reader.assign(served);
        queue.retain(served);
        committed.keySet().retainAll(served);
        boolean mayRead = !served.isEmpty() && queue.bytes() <= BYTES_MAX;
        if (!mayRead || !take(poll())) {
            closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        queue.due(System.nanoTime()).forEach(this::append);
        commit();
    }

    private SortedSet<Integer> served() {
        SortedSet<Integer> served = new TreeSet<>();
        views.partitions().stream()
                .filter(partition ->
                        partition.fault().isEmpty() && partition.obstacle().isEmpty())
                .forEach(partition -> served.add(partition.partition()));
        return served;
    }

    private List<ReportRecord> poll() {
        try {
            return reader.poll(POLL);
        } catch (KafkaException e) {
            DamagedRecord damaged = DamagedRecord.in(e).orElseThrow(() -> e);
            // Damage is named by the first record of its batch, and each record of the batch is met in turn.
            long offset = Math.max(damaged.offset(), reader.position(damaged.partition()));
            refusals.refused(
                    damaged.partition(),
                    offset,
                    new Verdict.Discarded(IntakeRefusal.DAMAGED, Optional.empty(), damaged.toString()));
            reader.seek(damaged.partition(), offset + 1);
            queue.saw(damaged.partition(), offset);
            return List.of();
        }
    }

    /**
     * Where a record cannot be looked at now, its partition is read again from there, and the others go on. Says
     * whether all could be.
     */
    private boolean take(List<ReportRecord> records) {
        SortedSet<Integer> held = new TreeSet<>();
        for (ReportRecord record : records) {
            if (held.contains(record.partition())) {
                continue;
            }
            try {
                Verdict verdict = look(record);
                hear(verdict, record.timestampMs());
                judged(record.partition(), record.offset(), verdict);
                queue.saw(record.partition(), record.offset());
            } catch (LogUnavailableException e) {
                say("Reports wait", e);
                held.add(record.partition());
                reader.seek(record.partition(), record.offset());
            }
        }
        return held.isEmpty();
    }

    /** A record that was made to break this check must not cost anyone else's report. */
    private Verdict look(ReportRecord record) {
        try {
            return check.check(record);
        } catch (LogUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("the look at offset {} of partition {} has failed", record.offset(), record.partition(), e);
            return new Verdict.Discarded(
                    IntakeRefusal.FAILED,
                    Optional.empty(),
                    "looking at it has failed, which is a bug of Berth's: " + Printable.of(e.toString(), WORDS_MAX));
        }
    }

    /** A report also shows that its host is alive. */
    private void hear(Verdict verdict, long timestampMs) {
        if (verdict instanceof Verdict.Heard heard) {
            board.hear(heard.sender().region(), heard.sender().host(), timestampMs, heard.sequence());
        } else if (verdict instanceof Verdict.Passed passed) {
            CheckedReport report = passed.report();
            board.hear(report.region(), report.host(), timestampMs, report.sequence());
        }
    }

    private void judged(int partition, long offset, Verdict verdict) {
        if (verdict instanceof Verdict.Passed passed) {
            if (queue.add(passed.report(), System.nanoTime())) {
                superseded.increment();
            }
        } else if (verdict instanceof Verdict.Discarded refused) {
            refusals.refused(partition, offset, refused);
        } else if (verdict instanceof Verdict.Heard) {
            heartbeats.increment();
        } else {
            repeated.increment();
        }
    }

    private void append(CheckedReport report) {
        long nowNs = System.nanoTime();
        try {
            Optional<Verdict> objection = check.objection(report);
            if (objection.isPresent()) {
                judged(report.partition(), report.offset(), objection.get());
                queue.done(report);
                return;
            }
        } catch (LogUnavailableException e) {
            queue.again(report, nowNs + AGAIN_NS);
            return;
        }
        OptionalLong waitNs = rate.admit(report.region(), report.host(), nowNs);
        if (waitNs.isPresent()) {
            queue.again(report, nowNs + waitNs.getAsLong());
            return;
        }
        queue.begin(report);
        submitted(report).whenComplete((decision, failure) -> answers.add(() -> answered(report, decision, failure)));
    }

    private CompletionStage<Decision> submitted(CheckedReport report) {
        try {
            return log.submit(report.region(), report.sent());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Whatever went wrong, sending it again under the same id is safe. */
    private void answered(CheckedReport report, Decision decision, Throwable failure) {
        if (failure != null) {
            say("Reports wait", failure);
            queue.again(report, System.nanoTime() + AGAIN_NS);
            return;
        }
        queue.done(report);
        Optional<Rejection> rejection = decision.outcome().refusal().map(Refusal::rejection);
        if (rejection.isEmpty()) {
            accepted.increment();
        } else if (rejection.get() == Rejection.DUPLICATE_COMMAND) {
            repeated.increment();
        } else {
            refusedByLedger.increment();
            refusals.refusedByLedger(report, rejection.get().name());
        }
    }

    private void commit() {
        long nowNs = System.nanoTime();
        if (nowNs - committedNs >= COMMIT_NS) {
            committedNs = nowNs;
            commitNow();
        }
    }

    private void commitNow() {
        SortedMap<Integer, Long> news = new TreeMap<>(queue.nexts());
        news.entrySet().removeIf(next -> next.getValue().equals(committed.get(next.getKey())));
        if (!news.isEmpty()) {
            reader.commit(news);
            committed.putAll(news);
        }
    }

    private void say(String what, Throwable why) {
        long nowNs = System.nanoTime();
        if (nowNs - wordNs >= WORD_NS) {
            wordNs = nowNs;
            LOG.warn("{}: {}", what, Printable.of(String.valueOf(why.getMessage())));
        } else {
            LOG.debug("{}", what, why);
        }
    }

    private void end() {
        try {
            commitNow();
        } catch (RuntimeException e) {
            LOG.debug("the last offsets were not committed, and what is behind them falls to its ids", e);
        }
        reader.close();
    }

    /** Ends the reading, and commits what is done; what is under way is read again. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

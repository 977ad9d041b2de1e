package dev.berth.projector;

import dev.berth.events.command.Sent;
import dev.berth.events.log.NotAppendedException;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.store.RegionStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;

/**
 * One process of a simulated instance: the service's own leases, watches, replies, views and command log, put together
 * as {@link Projector} does it, with the world's clock and Kafka below. What its threads do are events of the world;
 * each may be held up, and the process paused, cut off or killed, wherever it asks for something. For one thread.
 */
final class SimulatedProcess {
    static final int STREAM = 0;
    static final int WATCH = 1;
    static final int FRESHNESS = 2;
    static final int API = 3;

    private static final long REPLY_TIMEOUT_NS = 10_000_000_000L;
    private static final long ASK_NS = 250_000_000;
    private static final long ASK_SOON_NS = 25_000_000;
    private static final long FRESHNESS_NS = 100_000_000;
    private static final Duration MEASURE_TIMEOUT = Duration.ofMillis(500);

    /** The process was killed in the midst of its work. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super(null, null, false, false);
        }
    }

    final SimulatedWorld world;
    final int place;
    final String client;
    final SplittableRandom random;
    final Leases leases;
    final Freshness freshness;
    final ReplyBoard replies;
    final DecisionBatch decisionsMade;
    final RegionViews views;
    final CommandLog log;
    final SimulatedLogCheck check = new Check();
    final LeaseClock clock;
    final Beginnings beginnings = Beginnings.NONE;
    final Rebuilds rebuilds = new Rebuilds();
    final RowsToRepeat rowsToRepeat = new RowsToRepeat();
    final ForeignRecords foreign;
    private final LeaseWatch watch;
    private final FreshnessWatch freshnessWatch;
    final SimulatedStreamThread stream;

    /** The questions whose answers have arrived and are not read yet. */
    private Question watching;

    private Question freshening;

    private boolean isDead;
    private long pausedUntilNs;
    private long silentUntilNs;
    private long suspendedNs;
    private long setMs;
    private boolean isSetBack;
    /** How many requests are under way. */
    int underWay;

    SimulatedProcess(SimulatedWorld world, int place, int number) {
        this.world = world;
        this.place = place;
        this.client = "berth-" + place + "-" + number;
        this.random = world.random(1000L * place + number);
        this.clock = world.parts.leaseClock(new Clocks());
        this.leases = new Leases(clock);
        this.freshness = new Freshness(clock);
        this.replies = new ReplyBoard(this::timeout);
        this.decisionsMade = new DecisionBatch(world.truth::decided, replies, clock::monotonicNs);
        this.foreign = new ForeignRecords(() -> world.kafka.count());
        Copies copies = new HeldUpCopies();
        RegionRegistry registry = new RegionRegistry(leases, this::home, copies, freshness, home -> false);
        this.views = world.parts.views(registry, copies, this);
        this.log = new KafkaCommandLog(world.parts.appender(this::append, this), replies, registry);
        this.watch = new LeaseWatch(leases, new Asked(), new Asking(() -> watching), client, world.kafka.count());
        this.freshnessWatch = new FreshnessWatch(
                freshness,
                copies,
                world.parts.freshnessCheck(check, this),
                new Asking(() -> freshening),
                world.kafka.count());
        this.stream = new SimulatedStreamThread(this);
    }

    int home(Region region) {
        return Partitions.of(region, world.kafka.count());
    }

    void start() {
        run(STREAM, 1_000_000, stream::poll);
        run(WATCH, 0, this::watch);
        run(FRESHNESS, FRESHNESS_NS, this::watchFreshness);
    }

    /**
     * What waits for Kafka in the midst of a look has one event, in which the answer arrives: until then its clock
     * shows when the question was sent, and what is answered was so on the way.
     */
    private void watch() {
        Question question = new Question(Lease.TERM);
        world.time.in(
                question.toBrokersNs,
                SimulatedWorld.BROKERS,
                () -> question.group = world.parts.group(world.group.describe(), this));
        run(WATCH, question.allNs, () -> {
            watching = question;
            look(watch::look);
            watching = null;
            replies.failElsewhere(watch::isElsewhere);
            boolean isWell = leases.all().stream().allMatch(Lease::isServing);
            run(WATCH, isWell ? ASK_NS : ASK_SOON_NS, this::watch);
        });
    }

    private void watchFreshness() {
        if (!freshness.isWanted()) {
            run(FRESHNESS, FRESHNESS_NS, this::watchFreshness);
            return;
        }
        Question question = new Question(MEASURE_TIMEOUT);
        world.time.in(question.toBrokersNs, SimulatedWorld.BROKERS, () -> question.ends = ends());
        run(FRESHNESS, question.allNs, () -> {
            freshening = question;
            look(freshnessWatch::look);
            freshening = null;
            run(FRESHNESS, FRESHNESS_NS, this::watchFreshness);
        });
    }

    /** A look that may be told to end. */
    private interface Look {
        void look() throws InterruptedException;
    }

    private static void look(Look look) {
        try {
            look.look();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A question to Kafka: when it was sent, and how long it and its answer take. */
    private final class Question {
        private final LeaseClock.Moment asked = clock.now();
        private final long toBrokersNs = way();
        private final long allNs;
        private final boolean isAnswered;
        private Group group;
        private Map<Integer, Long> ends;

        Question(Duration timeout) {
            long silentNs = Math.max(0, silentUntilNs - world.time.nowNs());
            long needed = silentNs + toBrokersNs + way();
            isAnswered = needed <= timeout.toNanos();
            allNs = Math.min(needed, timeout.toNanos());
        }

        private void requireAnswered() {
            if (!isAnswered) {
                throw new LogUnavailableException("Kafka does not answer.");
            }
        }
    }

    private Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new TreeMap<>();
        for (int partition = 0; partition < world.kafka.count(); partition++) {
            ends.put(partition, (long) world.kafka.partition(partition).log.size());
        }
        return ends;
    }

    private void timeout(CompletableFuture<?> reply) {
        run(API, REPLY_TIMEOUT_NS, () -> {
            if (!reply.isDone()) {
                reply.completeExceptionally(new TimeoutException());
            }
        });
    }

    /** Plans what one of its threads does. */
    void run(int thread, long delayNs, Runnable work) {
        world.time.in(delayNs, actor(thread), () -> go(thread, work));
    }

    private int actor(int thread) {
        return 10 + 4 * place + thread;
    }

    private void go(int thread, Runnable work) {
        if (isDead) {
            return;
        }
        if (world.time.nowNs() < pausedUntilNs) {
            world.time.at(pausedUntilNs, actor(thread), () -> go(thread, work));
            return;
        }
        try {
            work.run();
        } catch (Killed gone) {
            world.time.trace(place);
        }
    }

    boolean isDead() {
        return isDead;
    }

    /** It is no more; whatever it does next, it does not do. */
    void kill() {
        isDead = true;
    }

    void requireAlive() {
        if (isDead) {
            throw new Killed();
        }
    }

    /**
     * Nothing of it runs for a while; a suspended machine's monotonic clock stands still meanwhile. One whose clock was
     * set back is not suspended, see {@link #setWall}.
     */
    void pause(long forNs, boolean isSuspended) {
        if (world.time.nowNs() >= pausedUntilNs) {
            pausedUntilNs = world.time.nowNs() + forNs;
            if (isSuspended && !isSetBack) {
                suspendedNs += forNs;
            }
        }
    }

    void resume() {
        pausedUntilNs = Math.min(pausedUntilNs, world.time.nowNs());
    }

    /** Kafka is not reached for a while. */
    void silence(long forNs) {
        silentUntilNs = Math.max(silentUntilNs, world.time.nowNs() + forNs);
    }

    void hear() {
        silentUntilNs = 0;
    }

    boolean isSilent() {
        return world.time.nowNs() < silentUntilNs;
    }

    long silentUntilNs() {
        return silentUntilNs;
    }

    /**
     * Somebody sets the clock of the machine; not back where it was suspended. Both clocks would show less time than
     * has gone by then, and nothing else tells the process.
     */
    void setWall(long byMs) {
        long allowedMs = suspendedNs > 0 ? Math.max(0, byMs) : byMs;
        isSetBack |= allowedMs < 0;
        setMs += allowedMs;
    }

    /** The thread waits, and others go on. */
    void await(long forNs) {
        world.time.passUntil(world.time.nowNs() + forNs);
        while (!isDead && world.time.nowNs() < pausedUntilNs) {
            world.time.passUntil(pausedUntilNs);
        }
        requireAlive();
    }

    /** Now and then something comes in between: the thread waits, the process is paused, or it dies here. */
    void holdUp() {
        requireAlive();
        if (random.nextInt(1_000_000) < world.heldUpInMillion()) {
            switch (random.nextInt(8)) {
                case 0 -> world.crash(place);
                case 1, 2, 3 -> pause(world.outage(random), random.nextInt(4) == 0);
                default -> await(random.nextLong(20_000_000));
            }
            await(0);
        }
    }

    /** Both clocks of its machine. */
    private final class Clocks implements LeaseClock {
        @Override
        public long monotonicNs() {
            return world.time.nowNs() - suspendedNs;
        }

        @Override
        public long wallMs() {
            return 1_800_000_000_000L + world.time.nowNs() / 1_000_000 + setMs;
        }
    }

    /** Its copies, which are asked by threads that may be held up before and after. */
    private final class HeldUpCopies implements Copies {
        @Override
        public <R> QueryResult<R> ask(int partition, Query<R> query) {
            holdUp();
            RegionStore store = stream.store(partition);
            QueryResult<R> answer =
                    store == null ? null : store.query(query, PositionBound.unbounded(), new QueryConfig(false));
            holdUp();
            return answer;
        }
    }

    private long way() {
        return random.nextInt(50) == 0 ? random.nextLong(700_000_000) : 100_000 + random.nextLong(1_000_000);
    }

    /** What leases ask. */
    private final class Asked implements GroupCheck {
        @Override
        public Group group(Duration timeout) {
            Question question = watching;
            watching = null;
            question.requireAnswered();
            return question.group;
        }

        @Override
        public Map<Integer, Long> committed(Duration timeout) {
            requireHeard();
            Map<Integer, Long> committed = new TreeMap<>();
            for (int partition = 0; partition < world.kafka.count(); partition++) {
                committed.put(partition, world.kafka.partition(partition).committed);
            }
            return committed;
        }

        @Override
        public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
            requireHeard();
            return ends();
        }

        private void requireHeard() {
            if (isSilent()) {
                throw new LogUnavailableException("Kafka is silent.");
            }
        }
    }

    /** What is asked of the log itself. */
    private final class Check extends SimulatedLogCheck {
        Check() {
            super(SimulatedProcess.this);
        }

        @Override
        public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
            Question question = freshening;
            freshening = null;
            question.requireAnswered();
            return question.ends;
        }
    }

    /** The question of the watch of copies is answered now, whatever the answer is. */
    void answered() {
        Question question = freshening;
        freshening = null;
        question.requireAnswered();
    }

    /** The clocks of a watch, which show the time of its question until that is answered. */
    private final class Asking implements LeaseClock {
        private final Supplier<Question> question;

        Asking(Supplier<Question> question) {
            this.question = question;
        }

        @Override
        public long monotonicNs() {
            Question open = question.get();
            return open == null ? clock.monotonicNs() : open.asked.monotonicNs();
        }

        @Override
        public long wallMs() {
            Question open = question.get();
            return open == null ? clock.wallMs() : open.asked.wallMs();
        }
    }

    /** Sends a command to the brokers: it may get lost before they have it, or their answer after it. */
    private CompletionStage<Position> append(Region region, Sent sent) {
        holdUp();
        CompletableFuture<Position> appended = new CompletableFuture<>();
        byte[] value = world.commands.encode(sent);
        int fate = random.nextInt(10_000);
        boolean isFaulty = world.areFaultsDone();
        if (isFaulty && fate < 10) {
            appended.completeExceptionally(new NotAppendedException(new DisconnectException("no room")));
            return appended;
        }
        long sentNs = 300_000 + random.nextLong(2_000_000);
        if (isFaulty && isSilent()) {
            sentNs += silentUntilNs - world.time.nowNs();
        }
        if (isFaulty && fate >= 10 && fate < 20) {
            run(
                    API,
                    sentNs + random.nextLong(5_000_000_000L),
                    () -> appended.completeExceptionally(new DisconnectException("lost on its way")));
            return appended;
        }
        if (isFaulty && fate >= 20 && fate < 30) {
            sentNs += random.nextLong(8_000_000_000L);
        }
        boolean isAnswerLost = isFaulty && fate >= 30 && fate < 40;
        // What is on its way arrives, whatever becomes of its sender.
        world.time.in(sentNs, SimulatedWorld.BROKERS, () -> {
            Position position = world.kafka.append(region, value);
            run(API, 200_000 + random.nextLong(1_000_000), () -> {
                if (isAnswerLost) {
                    appended.completeExceptionally(new DisconnectException("the answer is lost"));
                } else {
                    appended.complete(position);
                }
            });
        });
        return appended;
    }
}

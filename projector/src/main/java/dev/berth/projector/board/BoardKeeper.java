package dev.berth.projector.board;

import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.log.HostRowPublisher;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.log.HostsTopic;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.Printable;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.projector.RegionViews;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a board: reads all of berth.hosts, writes there when hosts were heard of, forgets hosts that are gone, and
 * counts. Where the topic is deleted it is made again, and what it said is told again. Nothing ends it. One thread of
 * its own.
 */
public final class BoardKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long ROUND_NS = Duration.ofSeconds(30).toNanos();
    private static final long WORD_NS = Duration.ofMinutes(1).toNanos();
    private static final long CLOSE_SECONDS = 10;

    private final HostBoard board;
    private final HostsTopic topic;
    private final BoardReader reader;
    private final HostRowPublisher publisher;
    private final HeardCount count;
    private final RowsThatDiffer untold;
    private final BiConsumer<Region, Set<ProviderId>> tellAgain;
    private final Consumer<Map<Region, HeardCounts>> onCounts;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "berth-hosts");
    private final AtomicLong renewed = new AtomicLong();
    private volatile boolean isFailing;
    private long roundNs = System.nanoTime() - ROUND_NS;
    private long wordNs = System.nanoTime() - WORD_NS;

    /**
     * A keeper that has not begun.
     *
     * @param topic the keeper's to close
     * @param tellAgain told of hosts whose rows are to be written again
     * @param onCounts told twice a minute how many hosts were heard of, by region
     * @throws dev.berth.events.log.KafkaUnreachableException if the topic cannot be read
     */
    public BoardKeeper(
            KafkaConnection kafka,
            HostRowCodec codec,
            HostBoard board,
            HostsTopic topic,
            RegionViews views,
            BiConsumer<Region, Set<ProviderId>> tellAgain,
            Consumer<Map<Region, HeardCounts>> onCounts) {
        this.board = board;
        this.topic = topic;
        this.reader = new BoardReader(kafka, codec, topic);
        this.publisher = new HostRowPublisher(kafka, codec);
        this.count = new HeardCount(views, board);
        this.untold = new RowsThatDiffer(views, board);
        this.tellAgain = tellAgain;
        this.onCounts = onCounts;
        thread.setDaemon(true);
    }

    /** Reads what is there, and returns once the whole topic was read or the timeout has passed. */
    public BoardKeeper read(Duration timeout) {
        try {
            if (!reader.readToEnd(timeout, board::take)) {
                LOG.warn("Not all that agents read was read within {} s; it is read on.", timeout.toSeconds());
            }
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Begins to keep the topic true: once the views hold what it is compared with. */
    public BoardKeeper start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    step();
                    isFailing = false;
                } catch (RuntimeException | Error e) {
                    isFailing = true;
                    say(e);
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
        if (reader.isRenewed()) {
            renewed.incrementAndGet();
            LOG.warn("The topic that agents read was deleted. It was made again, and all of it is written again.");
            board.loseTopic();
            untold.all().forEach(tellAgain);
        }
        reader.poll(POLL).forEach(board::take);
        write(board.toWrite());
        if (System.nanoTime() - roundNs >= ROUND_NS) {
            roundNs = System.nanoTime();
            board.forgetTimesAhead();
            onCounts.accept(count.at(System.currentTimeMillis()));
            write(board.forget(count::isGone));
            untold.look().forEach(tellAgain);
        }
    }

    private void end() {
        try {
            write(board.toWrite());
        } catch (RuntimeException e) {
            LOG.debug("when the last hosts were heard of was not written", e);
        }
        reader.close();
        topic.close();
    }

    /** How often the topic was made again because it was gone. */
    public long renewed() {
        return renewed.get();
    }

    /** Whether the topic cannot be read or written now, and cannot be made where it is gone; it is tried on. */
    public boolean isFailing() {
        return isFailing;
    }

    private void write(List<HostRowRecord> rows) {
        rows.forEach(row -> publisher.publish(row.key(), row.row()));
    }

    private void say(Throwable why) {
        long nowNs = System.nanoTime();
        if (nowNs - wordNs >= WORD_NS) {
            wordNs = nowNs;
            LOG.warn(
                    "What agents read of hosts is not read or written now, and goes on by itself: {}",
                    Printable.of(String.valueOf(why.getMessage())));
        } else {
            LOG.debug("What agents read of hosts waits", why);
        }
    }

    /** Ends, once what is due is written; what was heard of since is heard of again soon. */
    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() == Thread.State.NEW) {
            end();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}

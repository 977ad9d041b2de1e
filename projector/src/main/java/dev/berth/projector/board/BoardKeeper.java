package dev.berth.projector.board;

import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.log.HostRowPublisher;
import dev.berth.events.log.HostRowReader;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.projector.RegionViews;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a board: reads all of berth.hosts, writes there when hosts were heard of, forgets hosts that are gone, and
 * counts. Nothing ends it. One thread of its own.
 */
public final class BoardKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long ROUND_NS = Duration.ofSeconds(30).toNanos();
    private static final long WORD_NS = Duration.ofMinutes(1).toNanos();
    private static final long CLOSE_SECONDS = 10;

    private final HostBoard board;
    private final HostRowReader reader;
    private final HostRowPublisher publisher;
    private final HeardCount count;
    private final Consumer<Map<Region, HeardCounts>> onCounts;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "berth-hosts");
    private long roundNs = System.nanoTime() - ROUND_NS;
    private long wordNs = System.nanoTime() - WORD_NS;

    /**
     * A keeper that has not begun.
     *
     * @param onCounts told twice a minute how many hosts were heard of, by region
     * @throws dev.berth.events.log.KafkaUnreachableException if the topic cannot be read
     */
    public BoardKeeper(
            KafkaConnection kafka,
            HostRowCodec codec,
            HostBoard board,
            RegionViews views,
            Consumer<Map<Region, HeardCounts>> onCounts) {
        this.board = board;
        this.reader = HostRowReader.ofAll(kafka, codec);
        this.publisher = new HostRowPublisher(kafka, codec);
        this.count = new HeardCount(views, board);
        this.onCounts = onCounts;
        thread.setDaemon(true);
    }

    /** Starts, and returns once the whole topic was read or the timeout has passed. */
    public BoardKeeper start(Duration timeout) {
        if (!reader.readToEnd(timeout, board::take)) {
            LOG.warn("Not all that agents are told was read within {} s; it is read on.", timeout.toSeconds());
        }
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    step();
                } catch (RuntimeException | Error e) {
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
        long begunNs = System.nanoTime();
        List<HostRowRecord> rows = reader.poll(POLL);
        rows.forEach(board::take);
        if (rows.isEmpty()) {
            // Where the topic is gone, a poll comes back at once, with a warning of Kafka's client.
            closing.await(Math.max(0, POLL.toNanos() - (System.nanoTime() - begunNs)), TimeUnit.NANOSECONDS);
        }
        write(board.toWrite());
        if (System.nanoTime() - roundNs >= ROUND_NS) {
            roundNs = System.nanoTime();
            onCounts.accept(count.at(System.currentTimeMillis()));
            write(board.forget(count::isGone));
        }
    }

    private void end() {
        try {
            write(board.toWrite());
        } catch (RuntimeException e) {
            LOG.debug("when the last hosts were heard of was not written", e);
        }
        reader.close();
    }

    private void write(List<HostRowRecord> rows) {
        rows.forEach(row -> publisher.publish(row.key(), row.row()));
    }

    private void say(Throwable why) {
        long nowNs = System.nanoTime();
        if (nowNs - wordNs >= WORD_NS) {
            wordNs = nowNs;
            LOG.warn(
                    "What is told of hosts is not read or written now, and goes on by itself: {}",
                    Printable.of(String.valueOf(why.getMessage())));
        } else {
            LOG.debug("What is told of hosts waits", why);
        }
    }

    /** Ends, once what is due is written; what was heard of since is heard of again soon. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}

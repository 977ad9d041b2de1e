package dev.berth.api.watch;

import dev.berth.api.http.Answer;
import dev.berth.api.http.AnswerFeed;
import dev.berth.api.http.FeedClient;
import dev.berth.events.log.DecidedCommand;
import dev.berth.events.log.DecidedFrom;
import dev.berth.events.log.DecidedLog;
import dev.berth.events.model.Region;
import dev.berth.events.model.UnreadableLogException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that watches a region: reads what is decided and sends what passes the filter, as fast as the client takes
 * it and no faster. On a thread of its own.
 */
final class Watch implements AnswerFeed {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_MS = 100;
    private static final String BROKEN = "The watch broke; the log of the instance says why.";

    private final Region region;
    private final WatchFilter filter;
    private final WatchLimits limits;
    private final Consumer<WatchEnd> whenEnded;

    /** The client, once there is one; empty if it has gone before. */
    private final CompletableFuture<Optional<FeedClient>> client = new CompletableFuture<>();

    /** Behind the last event that was handed to the connection. */
    private Optional<DecidedFrom.Behind> sent = Optional.empty();

    private long sentNs;

    Watch(Region region, WatchFilter filter, WatchLimits limits, Consumer<WatchEnd> whenEnded) {
        this.region = region;
        this.filter = filter;
        this.limits = limits;
        this.whenEnded = whenEnded;
    }

    /** The answer that this watch is the body of. */
    Answer answer() {
        return Answer.feed(Answer.EVENTS, this)
                .header("cache-control", "no-store")
                // Or a proxy that collects what it passes on would hold events back.
                .header("x-accel-buffering", "no");
    }

    @Override
    public void begin(FeedClient found) {
        if (!client.complete(Optional.of(found))) {
            end(
                    found,
                    WatchEnd.TIME_OVER,
                    "This watch could not begin within " + limits.patience().toSeconds() + " s; begin it again.");
        }
    }

    @Override
    public void discard() {
        client.complete(Optional.empty());
    }

    /** Sends until either side ends it. */
    void run(DecidedLog log) throws InterruptedException {
        Optional<FeedClient> found = awaitClient();
        if (found.isEmpty()) {
            return;
        }
        try {
            sent = log.last();
            send(log, found.get());
        } catch (UnreadableLogException e) {
            end(found.get(), WatchEnd.LOG_UNREADABLE, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a watch of region {} broke", region, e);
            end(found.get(), WatchEnd.LOG_UNREADABLE, BROKEN);
        } catch (Error e) {
            end(found.get(), WatchEnd.LOG_UNREADABLE, BROKEN);
            throw e;
        }
    }

    private Optional<FeedClient> awaitClient() throws InterruptedException {
        try {
            return client.get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // Who comes later still is told so; one that has just come is served.
            client.complete(Optional.empty());
            return client.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("expected a client or none", e);
        }
    }

    private void send(DecidedLog log, FeedClient to) throws InterruptedException {
        long untilNs = System.nanoTime() + limits.time().toNanos();
        boolean goesOn = send(to, WatchText.begin(region, sent)) == FeedClient.Sent.TAKEN;
        while (goesOn && to.isOpen() && !to.isStopping() && System.nanoTime() - untilNs < 0) {
            goesOn = sendNext(log, to);
        }
        if (!to.isOpen()) {
            return;
        }
        if (to.isStopping()) {
            end(to, WatchEnd.STOPPING, "This instance is being stopped.");
        } else if (goesOn) {
            end(
                    to,
                    WatchEnd.TIME_OVER,
                    "One watch takes no longer than " + limits.time().toMinutes() + " minutes; resume it.");
        } else {
            end(
                    to,
                    WatchEnd.SLOW_READER,
                    "What was sent was not read within " + limits.patience().toSeconds() + " s; resume it.");
        }
    }

    private boolean sendNext(DecidedLog log, FeedClient to) throws InterruptedException {
        Optional<DecidedCommand> next = log.next();
        if (next.filter(filter::passes).isPresent()) {
            FeedClient.Sent sending = send(to, WatchText.decided(next.get()));
            if (sending != FeedClient.Sent.NOT) {
                // Also where the client has not read it yet: it gets it before it gets anything else.
                sent = log.last();
            }
            return sending == FeedClient.Sent.TAKEN;
        }
        sent = log.last();
        if (System.nanoTime() - sentNs > limits.heartbeat().toNanos()) {
            return send(to, WatchText.heartbeat(sent)) == FeedClient.Sent.TAKEN;
        }
        if (next.isEmpty() && log.isAtEnd()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            log.follow();
        }
        return true;
    }

    private FeedClient.Sent send(FeedClient to, Buffer piece) throws InterruptedException {
        sentNs = System.nanoTime();
        return to.send(piece, limits.patience());
    }

    private void end(FeedClient to, WatchEnd reason, String message) {
        whenEnded.accept(reason);
        to.end(WatchText.end(reason, message, sent));
    }
}

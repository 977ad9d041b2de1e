package dev.berth.cli.rehearsal;

import com.google.common.collect.Lists;
import dev.berth.api.http.AccessPolicy;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Cors;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Practises what a service will be asked, on a server of its own with a region in memory, until the JVM has compiled
 * the code that the two share. It takes one thread and its server's, gives way to whoever asks the service something,
 * ends by itself, and never reaches the service: neither its regions nor its log nor its metrics. If it fails, only the
 * first real requests are slower for it. Begun once and closed once, by the composition root.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** On two cores answers get quicker for more than ten seconds, but most of the gain is made in these. */
    private static final Duration USUAL_TIME = Duration.ofSeconds(7);

    /**
     * The launcher has the optimising compiler take up what was called ten thousand times, so a fast machine is done
     * sooner.
     */
    private static final int USUAL_REQUESTS = 30_000;

    /** What is not rehearsed by then, for all that was asked meanwhile, was rehearsed by asking it. */
    private static final Duration UNTIL = Duration.ofMinutes(2);

    /** So long must the service have been left alone before the rehearsal goes on. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final int BODY_BYTES_MAX = 64 * 1024;

    /** As many requests are on their way at a time; with one alone, threads mostly wait for each other. */
    private static final int AT_ONCE = 8;

    private final LongSupplier asked;
    private final Duration timeMax;
    private final int requestsMax;
    private final Script script;
    private final ThreadGroup group = new ThreadGroup("rehearsal");
    private final Hush hush = new Hush(group);
    private final Thread thread = new Thread(group, this::run, "rehearsal");
    private long beginNs;
    private long restedNs;
    private long askedBefore;
    private int requests;
    private volatile boolean isClosed;

    /**
     * @param asked how many requests the service has got so far
     */
    public Rehearsal(LongSupplier asked) {
        this(asked, USUAL_TIME, USUAL_REQUESTS, new Script());
    }

    Rehearsal(LongSupplier asked, Duration timeMax, int requestsMax, Script script) {
        this.asked = asked;
        this.timeMax = timeMax;
        this.requestsMax = requestsMax;
        this.script = script;
    }

    /** Begins, and returns at once. */
    public void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        beginNs = System.nanoTime();
        try {
            rehearseUnheard();
            LOG.info("rehearsed {} requests in {} ms", requests, timeTaken().toMillis());
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the rehearsal ended early, after {} requests; the first real ones are slower for it", requests, e);
        }
    }

    private void rehearseUnheard() throws IOException {
        hush.begin();
        try {
            rehearse();
        } finally {
            hush.end();
        }
    }

    private void rehearse() throws IOException {
        ApiConfig api = new ApiConfig("127.0.0.1", 0, 1, BODY_BYTES_MAX, AccessPolicy.DEFAULT, Cors.OFF);
        try (BrokerlessServer server = new BrokerlessServer(api);
                LoopbackClient client = new LoopbackClient(server.port())) {
            play(script.scenery(), client);
            for (int act = 0; !isOver(); act++) {
                play(script.act(act), client);
            }
        }
    }

    private void play(List<ScriptedRequest> scene, LoopbackClient client) throws IOException {
        for (List<ScriptedRequest> few : Lists.partition(scene, AT_ONCE)) {
            giveWay();
            if (isOver()) {
                return;
            }
            client.send(few);
            for (ScriptedRequest request : few) {
                int status = client.readStatus();
                if (status != request.expected()) {
                    throw new IllegalStateException(
                            "expected " + request.expected() + " for " + request + " but got " + status);
                }
                requests++;
            }
        }
    }

    /** Whoever asks the service now is served without a rehearsal beside it. */
    private void giveWay() {
        for (long now = asked.getAsLong(); now != askedBefore && !isOver(); now = asked.getAsLong()) {
            askedBefore = now;
            long restNs = System.nanoTime();
            LockSupport.parkNanos(REST.toNanos());
            restedNs += System.nanoTime() - restNs;
        }
    }

    private boolean isOver() {
        return isClosed
                || requests >= requestsMax
                || timeTaken().compareTo(timeMax) >= 0
                || System.nanoTime() - beginNs >= UNTIL.toNanos();
    }

    private Duration timeTaken() {
        return Duration.ofNanos(System.nanoTime() - beginNs - restedNs);
    }

    /** Waits until it is over, for as long as this. */
    void await(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
    }

    boolean isUnderWay() {
        return thread.isAlive();
    }

    /** Ends it after the few requests that are on their way. */
    @Override
    public void close() {
        isClosed = true;
        try {
            await(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.berth.cli;

import static dev.berth.cli.Peers.keeps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the owner of a region again and again while clients claim and read, and measures how long it takes until the
 * instance that stood by acknowledges a claim. Prints each time, and the 50th and the 99th percentile. Many kills:
 * {@code -Dfaults=true -Dberth.kills=100}. With {@code -Dberth.back.seconds=30} each survivor has run for that long,
 * and its code is compiled; with {@code -Dberth.signal=TERM} the owner is stopped in order.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes a minute; run with -Dfaults=true")
class TakeoverTimesTest {
    private static final int KILLS = Integer.getInteger("berth.kills", 3);

    /** How long an instance has been back when the next owner is killed, which it is to follow. */
    private static final int BACK_SECONDS = Integer.getInteger("berth.back.seconds", 1);

    private static final boolean IN_ORDER = "TERM".equals(System.getProperty("berth.signal"));
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration SLOW = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** As old as an answer of a copy may be: older than a takeover lasts, so that each must be answered. */
    private static final String[] OF_A_COPY = {"x-berth-max-staleness", "15s"};

    private final List<String> names = List.of("berth-1", "berth-2");
    private final List<Integer> ports = new ArrayList<>();
    private final List<URI> doors = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();

    /** The longest silence each time that an instance came back. */
    private final List<Double> joins = new ArrayList<>();

    private final BerthProcess[] instances = new BerthProcess[2];
    private final AcknowledgedClaims checked = new AcknowledgedClaims();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger survivor = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> stale = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ofCopies = new AtomicInteger();
    private final AtomicLong slowestOfCopiesNs = new AtomicLong();
    private volatile long lastKillNs = System.nanoTime();
    private long begunNs;

    @TempDir
    private Path dir;

    @Test
    void areThoseOfALeaseAndNotOfASession() throws Exception {
        try (Backbone backbone =
                Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {})) {
            for (int i = 0; i < names.size(); i++) {
                ports.add(Peers.freePort());
                doors.add(URI.create("http://127.0.0.1:" + ports.get(i)));
                begin(backbone, i);
            }
            for (BerthProcess instance : instances) {
                instance.awaitReady();
            }
            try (SteadyClaims claims = new SteadyClaims(doors)) {
                // There is no copy of a region to which nothing was written.
                claims.start();
                checked.provide(doors.get(0), HttpClient.newHttpClient());
                List<Thread> clients = List.of(client(this::claim), client(this::read), client(this::readOfCopy));
                clients.forEach(Thread::start);
                for (int kill = 1; kill <= KILLS; kill++) {
                    killOnce(backbone, claims);
                }
                isOver.set(true);
                for (Thread client : clients) {
                    client.join();
                }
                claims.finish();
                report(claims);
                check(claims, doors.get(survivor.get()));
            }
        } finally {
            isOver.set(true);
            for (BerthProcess instance : instances) {
                if (instance != null) {
                    instance.close();
                }
            }
        }
    }

    private void killOnce(Backbone backbone, SteadyClaims claims) throws Exception {
        int owner = awaitSettled();
        survivor.set(1 - owner);
        TimeUnit.SECONDS.sleep(BACK_SECONDS);
        if (!times.isEmpty()) {
            joins.add(seconds(claims.gapSince(begunNs).toNanos()));
        }
        long killedNs = System.nanoTime();
        lastKillNs = killedNs;
        if (IN_ORDER) {
            instances[owner].stop();
        } else {
            instances[owner].kill();
        }
        claims.claimUntilAcknowledged(1 - owner);
        times.add(seconds(IN_ORDER ? claims.gapSince(killedNs).toNanos() : System.nanoTime() - killedNs));
        System.err.printf(
                "%d of %d: %.2f s (load %.0f, %d claims, %d reads of copies; so far %s)%n",
                times.size(),
                KILLS,
                times.get(times.size() - 1),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                claims.count(),
                ofCopies.get(),
                percentiles(times));
        instances[owner].close();
        begunNs = System.nanoTime();
        begin(backbone, owner);
        instances[owner].awaitReady();
    }

    private void report(SteadyClaims claims) {
        System.err.printf(
                "%s; silent while an instance came back: %s; %d claims, setbacks %s; %d reads of copies, the slowest "
                        + "%.2f s%n",
                percentiles(times),
                joins.isEmpty() ? "not measured" : percentiles(joins),
                claims.count(),
                claims.setbacks(),
                ofCopies.get(),
                seconds(slowestOfCopiesNs.get()));
    }

    private void check(SteadyClaims claims, URI door) throws IOException, InterruptedException {
        assertThat(claims.unexpected()).isEmpty();
        assertThat(claims.missing(door)).isEmpty();
        assertThat(claims.usages(door)).contains("\"VCPU\":" + claims.count() + "}");
        assertThat(stale).isEmpty();
        assertThat(unanswered).isEmpty();
    }

    private static double seconds(long ns) {
        return ns / 1e9;
    }

    private static String percentiles(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return "p50 %.2f s, p99 %.2f s, longest %.2f s of %d"
                .formatted(at(sorted, 0.50), at(sorted, 0.99), sorted.get(sorted.size() - 1), sorted.size());
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private void begin(Backbone backbone, int number) throws IOException {
        instances[number] = Peers.begin(
                dir,
                backbone.kafka().bootstrapServers(),
                backbone.registryUrl(),
                names.get(number),
                ports.get(number),
                1);
    }

    /** Waits until one instance keeps the region and the other has a copy that is fresh; the number of the owner. */
    private int awaitSettled() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            int owner = keeps(instances[0]) ? 0 : 1;
            boolean isKept = keeps(instances[owner]);
            if (isKept && Peers.answeredByACopy(doors.get(1 - owner), names.get(1 - owner))) {
                return owner;
            }
            if (System.nanoTime() > untilNs) {
                throw new IllegalStateException("expected an owner and a copy but "
                        + (isKept ? names.get(owner) + " keeps the region without one" : "nobody keeps the region")
                        + "; " + Peers.get(doors.get(0), "/readyz").body() + "; "
                        + Peers.get(doors.get(1), "/readyz").body());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    /** What a client does again and again, at the instance that survives. */
    private interface Turn {
        void take(URI door, HttpClient client, int number) throws IOException, InterruptedException;
    }

    private Thread client(Turn turn) {
        return new Thread(() -> {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            for (int number = 0; !isOver.get(); number++) {
                try {
                    turn.take(doors.get(survivor.get()), client, number);
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                } catch (IOException lost) {
                    // The survivor is the one that was killed before, and is about to be back.
                    unanswered.add(lost.toString());
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private void claim(URI door, HttpClient client, int number) throws IOException, InterruptedException {
        checked.claim(door, client);
    }

    private void read(URI door, HttpClient client, int number) throws IOException, InterruptedException {
        AcknowledgedClaims.Read read = checked.read(door, client, number);
        if (read.isStale()) {
            stale.add(read.stale());
        }
    }

    private void readOfCopy(URI door, HttpClient client, int number) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        // Of all that is used: what a single consumer has may be too new for a copy.
        AcknowledgedClaims.Read read = checked.read(door, client, 0, OF_A_COPY);
        if (read.status() != 200) {
            unanswered.add("a copy: " + read.status() + " " + read.refusal());
        }
        ofCopies.incrementAndGet();
        long tookNs = System.nanoTime() - startNs;
        slowestOfCopiesNs.accumulateAndGet(tookNs, Math::max);
        if (tookNs > SLOW.toNanos()) {
            System.err.printf(
                    "a read of a copy took %.2f s, from %.2f s after the last kill on%n",
                    tookNs / 1e9, (startNs - lastKillNs) / 1e9);
        }
    }
}

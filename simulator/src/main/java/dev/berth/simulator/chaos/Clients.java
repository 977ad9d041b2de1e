package dev.berth.simulator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.simulator.chaos.ChaosClient.Mine;
import dev.berth.simulator.chaos.ToldCalls.Sending;
import dev.berth.simulator.chaos.ToldCalls.Written;
import dev.berth.simulator.history.History;
import dev.berth.simulator.history.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The clients that work on a cluster while faults are done to it, and what is asked of it by whoever does the faults.
 * They begin with {@link #begin}. One thread calls this.
 */
public final class Clients implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final Duration ENDED_MAX = Duration.ofSeconds(90);
    private static final int PAUSE_MS = 200;

    private final ImmutableList<URI> doors;
    private final ImmutableList<Provider> providers;
    private final History history;
    private final HttpCalls http = new HttpCalls(ANSWER_MAX);
    private final ToldCalls calls;
    private final LongSupplier clockNs;
    private final SplittableRandom random;
    private final Queue<Mine> givenUp = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean goOn = true;

    /**
     * @param doors where each instance is reached
     * @param clockNs nanoseconds since the begin, the clock of the history
     */
    public Clients(
            ImmutableList<URI> doors,
            ImmutableList<Provider> providers,
            History history,
            OperationCounts tally,
            LongSupplier clockNs,
            long seed) {
        this.doors = doors;
        this.providers = providers;
        this.history = history;
        this.clockNs = clockNs;
        this.random = new SplittableRandom(seed);
        this.calls = new ToldCalls(http, history, tally, clockNs);
    }

    /** A history in which nothing has happened to these providers. */
    public static History historyOf(List<Provider> providers) {
        return new History(providers.stream().collect(Collectors.toMap(Provider::name, Provider::capacity)));
    }

    /**
     * Makes the providers; false if that could not be done until then.
     */
    public boolean provide(long untilNs) throws InterruptedException {
        for (Provider provider : providers) {
            String path = "/resource_providers";
            JsonNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("name", "chaos-" + provider.name())
                    .put("uuid", provider.name());
            JsonNode inventories = JsonNodeFactory.instance
                    .objectNode()
                    .put("resource_provider_generation", 0)
                    .set(
                            "inventories",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .set(
                                            "VCPU",
                                            JsonNodeFactory.instance
                                                    .objectNode()
                                                    .put("total", provider.capacity())));
            if (!isDone(provider, "POST", path, body, untilNs)
                    || !isDone(provider, "PUT", path + "/" + provider.name() + "/inventories", inventories, untilNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean isDone(Provider provider, String method, String path, JsonNode body, long untilNs)
            throws InterruptedException {
        ImmutableMap<String, String> key = ImmutableMap.of("idempotency-key", method + "-" + provider.name());
        while (clockNs.getAsLong() < untilNs) {
            try {
                if (http.send(doors.get(0), method, provider.region(), path, Optional.of(body), key)
                                .status()
                        == 200) {
                    return true;
                }
            } catch (IOException notYet) {
                // Asked again until the time is over.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return false;
    }

    /** So many clients begin to work. */
    public void begin(int count) {
        for (int i = 0; i < count; i++) {
            ChaosClient client = new ChaosClient(calls, doors, providers, random.split(), clockNs, givenUp);
            Thread thread = new Thread(() -> work(client), "chaos-client-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void work(ChaosClient client) {
        try {
            client.run(() -> goOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** What a client died of; that is a fault of ours. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Waits until each door answers a read and a write of each region.
     *
     * @return empty if they did until then, or else what did not
     */
    public Optional<String> awaitAnswers(long untilNs) throws InterruptedException {
        for (String region :
                new TreeSet<>(providers.stream().map(Provider::region).toList())) {
            Provider provider = providers.stream()
                    .filter(each -> each.region().equals(region))
                    .findFirst()
                    .orElseThrow();
            for (URI door : doors) {
                String consumer = new UUID(random.nextLong(), random.nextLong()).toString();
                Sending sending = new Sending(() -> door, region, Optional.of(untilNs));
                Written written = calls.claim(sending, consumer, ImmutableSortedMap.of(provider.name(), 1L), 0);
                if (written.outcome() == Outcome.UNKNOWN || written.outcome() == Outcome.NOT_DONE) {
                    givenUp.add(new Mine(region, consumer, 0, 1));
                    return Optional.of("a claim in region " + region + " at " + door);
                }
                while (calls.consumer(door, region, consumer, Optional.empty()).isEmpty()) {
                    if (clockNs.getAsLong() > untilNs) {
                        return Optional.of("a read in region " + region + " at " + door);
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
                if (written.outcome() == Outcome.DONE) {
                    givenUp.add(new Mine(region, consumer, 1, 0));
                }
            }
        }
        return Optional.empty();
    }

    /** Releases what clients have given up, and reads who holds what. */
    public void tidy(long untilNs) throws InterruptedException {
        List<Mine> left = new ArrayList<>();
        for (Mine one = givenUp.poll(); one != null && clockNs.getAsLong() < untilNs; one = givenUp.poll()) {
            if (!isGone(one, untilNs)) {
                left.add(one);
            }
        }
        givenUp.addAll(left);
        for (Provider provider : providers) {
            calls.holders(door(), provider);
            calls.usage(door(), provider, Optional.empty());
        }
    }

    private boolean isGone(Mine one, long untilNs) throws InterruptedException {
        if (calls.consumer(door(), one.region(), one.consumer(), Optional.empty())
                .map(seen -> seen.generation() == 0)
                .orElse(false)) {
            return true;
        }
        Sending sending = new Sending(this::door, one.region(), Optional.of(untilNs));
        Outcome outcome = calls.release(sending, one.consumer()).outcome();
        return outcome == Outcome.DONE || outcome == Outcome.NOT_FOUND;
    }

    private URI door() {
        return doors.get(random.nextInt(doors.size()));
    }

    /** Lets every client end its last call. */
    public void finish() throws InterruptedException {
        goOn = false;
        long untilNs = System.nanoTime() + ENDED_MAX.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime())));
            if (thread.isAlive()) {
                thread.interrupt();
            }
        }
    }

    @Override
    public void close() {
        goOn = false;
        threads.forEach(Thread::interrupt);
    }
}

package dev.berth.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several clients that read one instance without a pause, each on a connection of its own. They may begin while the
 * instance is paused: their requests lie in its sockets then and are the first that it finds.
 */
final class Readers implements AutoCloseable {
    private static final int CLIENTS = 6;

    private final AcknowledgedClaims claims;
    private final URI service;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> stale = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** Begins; half of the clients ask for what the instance answers itself, and is not passed on. */
    Readers(AcknowledgedClaims claims, URI service) {
        this.claims = claims;
        this.service = service;
        for (int i = 0; i < CLIENTS; i++) {
            String[] headers = i % 2 == 0 ? new String[0] : new String[] {"x-berth-forwarded-by", "a test"};
            Thread thread = new Thread(() -> readOnAndOn(headers), "reader-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void readOnAndOn(String... headers) {
        HttpClient client = HttpClient.newHttpClient();
        for (int turn = 0; !isOver.get(); turn++) {
            try {
                AcknowledgedClaims.Read read = claims.read(service, client, turn, headers);
                (read.status() == 503 ? refused : served).incrementAndGet();
                if (read.isStale()) {
                    stale.add(read.stale());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    List<String> stale() {
        return List.copyOf(stale);
    }

    int served() {
        return served.get();
    }

    /** Returns once every answer is in. */
    void stop() throws InterruptedException {
        isOver.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        isOver.set(true);
    }

    @Override
    public String toString() {
        return served + " answers, " + refused + " times 503, " + stale.size() + " stale, " + failures.size()
                + " failures";
    }
}

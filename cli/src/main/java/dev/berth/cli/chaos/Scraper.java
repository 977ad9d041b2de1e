package dev.berth.cli.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks all instances for all their metrics again and again, as a monitoring system does: to be measured must not break
 * what is measured. What they answer is not looked at. From {@link #begin} on, in a thread of its own.
 */
final class Scraper implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_MAX)
            .build();
    private final Thread thread = new Thread(this::scrape, "chaos-scraper");
    private final List<URI> metrics;

    Scraper(Cluster cluster) {
        this.metrics = cluster.instances().stream()
                .map(instance -> instance.itself().resolve("/metrics?kafka=true"))
                .toList();
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    private void scrape() {
        try {
            while (true) {
                for (URI each : metrics) {
                    scrape(each);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException closed) {
            // It is over.
        }
    }

    private void scrape(URI each) throws InterruptedException {
        try {
            http.send(HttpRequest.newBuilder(each).timeout(ANSWER_MAX).build(), BodyHandlers.discarding());
        } catch (IOException down) {
            // It may be.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

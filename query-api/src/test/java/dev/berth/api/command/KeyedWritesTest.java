package dev.berth.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes with and without a key on a log that can be held up, or fail, or lose its region. */
class KeyedWritesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final MovableLog log = new MovableLog();
    private HttpApi api;

    /** A log in memory that does what a test says before and after it decides. */
    private static final class MovableLog implements CommandLog, RegionViews {
        private final DirectCommandLog decided = new DirectCommandLog(System::currentTimeMillis);
        private volatile CompletableFuture<Void> mayDecide = CompletableFuture.completedFuture(null);
        private volatile Optional<LogUnavailableException> failure = Optional.empty();
        private volatile boolean losesRegion;
        private volatile boolean isUnserved;
        private volatile boolean isElsewhere;
        private final AtomicInteger submitted = new AtomicInteger();

        @Override
        public CompletionStage<Decision> submit(Region region, Sent sent) {
            submitted.incrementAndGet();
            if (failure.isPresent()) {
                return CompletableFuture.failedFuture(failure.get());
            }
            return mayDecide.thenCompose(nothing -> {
                CompletionStage<Decision> decision = decided.submit(region, sent);
                isUnserved |= losesRegion;
                return decision;
            });
        }

        @Override
        public RegionSnapshot snapshot(Region region) {
            if (isUnserved) {
                throw new LogUnavailableException("Region " + region + " is not kept by this instance now.");
            }
            return decided.snapshot(region);
        }

        @Override
        public boolean isElsewhere(Region region) {
            return isElsewhere;
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return Optional.empty();
        }

        @Override
        public Collection<Region> regions() {
            return decided.regions();
        }
    }

    @BeforeEach
    void start() {
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        PlacementRoutes.all(
                                new Backend(log, log, NewRegions.ANY, new CompositeMeterRegistry(), PATIENCE)),
                        new ViewBarrier(log, Duration.ofMillis(200)),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void saysOfEachFailureWhatMayStillComeOfTheWrite() throws Exception {
        log.failure = Optional.of(new LogUnavailableException("Region default has stopped at 0@7."));
        assertFate(put("CUSTOM_A"), "berth.not_appended", "has stopped at 0@7. Nothing was appended; send it again.");
        assertFate(
                put("CUSTOM_A", "idempotency-key", "a"), "berth.not_appended", "Nothing was appended; send it again.");

        log.failure = Optional.of(new LogUnavailableException(Fate.PERHAPS_APPENDED, "Kafka is silent.", null));
        assertFate(
                put("CUSTOM_A"),
                "berth.perhaps_appended",
                "It may have been appended and may still be decided; check the current state before sending it again");
        assertFate(
                put("CUSTOM_A", "idempotency-key", "a"),
                "berth.perhaps_appended",
                "may still be decided; send it again with the same Idempotency-Key to learn its result.");

        log.failure = Optional.of(new LogUnavailableException(Fate.APPENDED, "It was appended at 0@8.", null));
        assertFate(
                put("CUSTOM_A", "idempotency-key", "a"),
                "berth.appended",
                "It was appended at 0@8. It may still be decided; send it again with the same Idempotency-Key");

        log.failure = Optional.empty();
        assertThat(put("CUSTOM_A", "idempotency-key", "a").statusCode()).isEqualTo(201);
    }

    @Test
    void saysThatItWasDecidedWhereTheRegionLeftBeforeTheAnswer() throws Exception {
        log.losesRegion = true;
        log.isElsewhere = true;
        long beganNs = System.nanoTime();
        assertFate(put("CUSTOM_A", "idempotency-key", "a"), "berth.decided", "The command was decided, but region");
        assertThat(System.nanoTime() - beganNs)
                .as("no view is waited for that is another's")
                .isLessThan(PATIENCE.toNanos());
        int submitted = log.submitted.get();
        assertFate(put("CUSTOM_A", "idempotency-key", "a"), "berth.not_appended", "not kept by this instance now.");
        log.isUnserved = false;
        assertThat(put("CUSTOM_A", "idempotency-key", "a").statusCode()).isEqualTo(201);
        assertThat(log.submitted).hasValue(submitted);
    }

    @Test
    void answersADecidedWriteOnceTheRegionIsServedAgain() throws Exception {
        log.losesRegion = true;
        CompletableFuture<HttpResponse<String>> first = CLIENT.sendAsync(request("CUSTOM_A"), BodyHandlers.ofString());
        while (!log.isUnserved) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(first).as("nothing is acknowledged without a lease").isNotDone();
        log.losesRegion = false;
        log.isUnserved = false;
        HttpResponse<String> answer = first.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(log.submitted).hasValue(1);
    }

    @Test
    void saysThatItWasDecidedWhereTheRegionIsNotServedAgainInTime() throws Exception {
        log.losesRegion = true;
        long beganNs = System.nanoTime();
        assertFate(put("CUSTOM_A"), "berth.decided", "The command was decided, but region");
        assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(PATIENCE.toNanos());
    }

    @Test
    void saysWhyNeitherReadsNorWritesAreAnsweredWhereNoViewIsVouchedFor() throws Exception {
        log.isUnserved = true;

        HttpResponse<String> read = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/traits"))
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                BodyHandlers.ofString());
        assertFate(read, "berth.not_served", "not kept by this instance now.");
        assertThat(read.headers().firstValue("retry-after")).contains("1");
        assertFate(put("CUSTOM_A"), "berth.not_appended", "not kept by this instance now. Nothing was appended");
        assertThat(log.submitted).hasValue(0);
    }

    @Test
    void saysThatNothingWasAppendedWhereTheViewToWaitForDoesNotCome() throws Exception {
        assertFate(put("CUSTOM_A", "x-berth-position", "0@99"), "berth.not_appended", "did not reach 0@99 in 200 ms.");
        assertThat(log.submitted).hasValue(0);
    }

    @Test
    void answersAnotherBodyThatComesWhileTheFirstIsUnderWayAsAnotherRequest() throws Exception {
        log.mayDecide = new CompletableFuture<>();
        CompletableFuture<HttpResponse<String>> first = putLater("CUSTOM_A");
        CompletableFuture<HttpResponse<String>> same = putLater("CUSTOM_A");
        while (log.submitted.get() < 2) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        CompletableFuture<HttpResponse<String>> other = putLater("CUSTOM_B");
        while (log.submitted.get() < 3) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        log.mayDecide.complete(null);
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()
                        + same.get(10, TimeUnit.SECONDS).statusCode()
                        + other.get(10, TimeUnit.SECONDS).statusCode())
                .as("one request was carried out, and the other's key was used for it")
                .isIn(201 + 201 + 422, 422 + 422 + 201);
        assertThat(log.view(Region.DEFAULT).recent().count()).isEqualTo(1);
    }

    @Test
    void forgetsAKeyWhenTheWindowHasGoneBy() throws Exception {
        assertThat(put("CUSTOM_A", "idempotency-key", "a").statusCode()).isEqualTo(201);
        appendTraits(RecentCommands.WINDOW - 1);
        assertThat(put("CUSTOM_A", "idempotency-key", "a").statusCode()).isEqualTo(201);
        assertThat(put("CUSTOM_B", "idempotency-key", "a").statusCode()).isEqualTo(422);
        appendTraits(1);
        assertThat(put("CUSTOM_A", "idempotency-key", "a").statusCode()).isEqualTo(204);
    }

    private void appendTraits(int count) {
        for (int i = 0; i < count; i++) {
            log.submit(Region.DEFAULT, new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of("CUSTOM_OTHER")));
        }
    }

    private CompletableFuture<HttpResponse<String>> putLater(String trait) {
        return CLIENT.sendAsync(request(trait, "idempotency-key", "k"), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String trait, String... headers) throws Exception {
        return CLIENT.send(request(trait, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String trait, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/traits/" + trait))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .PUT(BodyPublishers.noBody());
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static void assertFate(HttpResponse<String> answer, String code, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains(words);
    }
}

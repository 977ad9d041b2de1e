package dev.berth.api.server;

import static dev.berth.api.server.HistoryService.CONSUMER;
import static dev.berth.api.server.HistoryService.PROVIDER;
import static dev.berth.api.server.HistoryService.VCPU;
import static dev.berth.api.server.HistoryService.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.moment.KnownLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Histories over HTTP, of a log that is a list of records. */
final class HistoryRoutesTest {
    private final HistoryService service = new HistoryService();

    @AfterEach
    void stop() {
        service.close();
    }

    private void start(HistoryRoutes routes) {
        service.add(new CreateProvider(service.id(), PROVIDER, "cn1", Optional.empty()));
        service.add(new CreateInventory(service.id(), PROVIDER, OptionalLong.empty(), VCPU, InventoryRecord.of(8)));
        service.add(service.claim(1, PROVIDER, 4));
        service.add(service.claim(2, PROVIDER, 5));
        service.start(routes);
    }

    private JsonNode get(String path, int status) throws Exception {
        return service.get(path, status);
    }

    @Test
    void tellsAHistoryPageByPage() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each)));
        List<JsonNode> whole = entries(get("/history/provider/" + PROVIDER, 200));
        List<JsonNode> paged = new ArrayList<>();
        String next = "";
        int pages = 0;
        while (next != null) {
            JsonNode page = get("/history/provider/" + PROVIDER + "?limit=2" + next, 200);
            paged.addAll(entries(page));
            next = page.get("next").isNull()
                    ? null
                    : "&after=" + page.get("next").asText();
            pages++;
        }
        assertThat(whole).hasSize(4).isEqualTo(paged);
        assertThat(pages).isEqualTo(2);
        assertThat(whole.get(3).at("/refusal/code").asText()).isEqualTo("CAPACITY_EXCEEDED");
    }

    @Test
    void tellsNothingOfWhatNeverWas() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each)));
        JsonNode none = get("/history/provider/" + new ProviderId(new UUID(0, 9)), 200);
        assertThat(entries(none)).isEmpty();
        assertThat(none.at("/read_to/offset").asLong()).isEqualTo(3);
        assertThat(none.get("known_from").isNull()).isTrue();
        get("/history/consumer/" + new UUID(0, 9) + "/why", 404);
    }

    @Test
    void countsWhatWasDecidedInEachInterval() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each)));
        JsonNode counted = get("/history/activity?step=2", 200);
        assertThat(counted.get("intervals")).hasSize(2);
        assertThat(counted.at("/intervals/0/granted/CREATE_PROVIDER").asInt()).isEqualTo(1);
        assertThat(counted.at("/intervals/1/begin_ms").asLong()).isEqualTo(2_000);
        assertThat(counted.at("/intervals/1/granted/CLAIM_ALLOCATIONS").asInt()).isEqualTo(1);
        assertThat(counted.at("/intervals/1/refused/CAPACITY_EXCEEDED").asInt()).isEqualTo(1);
        assertThat(counted.at("/intervals/1/last").asText()).isEqualTo("0@3");
        assertThat(counted.get("next").isNull()).isTrue();
        get("/history/activity?step=0", 400);
        get("/history/activity?step=86401", 400);
        assertThat(get("/history/activity?from=yesterday", 400).toString()).contains("yesterday");
    }

    @Test
    void tellsWhyWithAlternatives() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each)));
        JsonNode why = get("/history/consumer/" + CONSUMER + "/why?limit=1", 200);
        assertThat(why.at("/has/allocations/0/resources/VCPU").asLong()).isEqualTo(4);
        assertThat(why.at("/decided_in/offset").asLong()).isEqualTo(1);
        assertThat(why.at("/alternatives/0/chosen").asBoolean()).isTrue();
        assertThat(why.at("/alternatives/0/takes/0/free_before/VCPU").asLong()).isEqualTo(8);
        assertThat(why.get("stopped").isNull()).isTrue();
    }

    @Test
    void refusesWhatIsNoIdKindOrPosition() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each)));
        assertThat(get("/history/consumer/1-1-1-1-1/why", 400).toString()).contains("expected the UUID of a consumer");
        assertThat(get("/history/device/81:00.x", 400).toString()).contains("expected the address of a device");
        assertThat(get("/history/server/" + CONSUMER, 404).toString()).contains("only of: provider, consumer");
        assertThat(get("/history/provider/" + PROVIDER + "?host=" + PROVIDER.toString(), 400)
                        .toString())
                .contains("a device alone");
        assertThat(get("/history/provider/" + PROVIDER + "?after=0@4", 400).toString())
                .contains("whose log ends before 4");
        assertThat(get("/history/provider/" + PROVIDER + "?after=7@1", 400).toString())
                .contains("a position of partition 0");
        get("/history/provider/" + PROVIDER + "?after=last", 400);
        get("/history/provider/" + PROVIDER + "?limit=1001", 400);
    }

    @Test
    void saysWhereARegionStands() throws Exception {
        service.log.add(new LogEntry.Unreadable(new Position(0, 0, 7), "no schema", Sha256.NONE));
        start(new HistoryRoutes((region, each) -> service.known(each)));
        JsonNode page = get("/history/provider/" + PROVIDER, 200);
        assertThat(page.at("/stopped/offset").asLong()).isZero();
        assertThat(page.at("/stopped/reason").asText()).isEqualTo("no schema");
        assertThat(entries(page)).isEmpty();
    }

    /** The first two records were deleted, and what they came to is kept. */
    @Test
    void tellsFromWhereItKnowsOfALogThatWasCut() throws Exception {
        start(new HistoryRoutes((region, each) -> {
            Moment begin = Moment.beginning(LogId.NONE, Region.DEFAULT);
            for (LogEntry entry : service.log.subList(0, 2)) {
                begin = begin.take(entry);
            }
            return new KnownLog(begin, service.records(2, each));
        }));
        JsonNode page = get("/history/provider/" + PROVIDER, 200);
        assertThat(page.at("/known_from/partition").asInt()).isZero();
        assertThat(page.at("/known_from/offset").asLong()).isEqualTo(2);
        assertThat(entries(page))
                .extracting(entry -> entry.get("offset").asLong())
                .containsExactly(2L, 3L);
        JsonNode why = get("/history/consumer/" + CONSUMER + "/why", 200);
        assertThat(why.at("/known_from/offset").asLong()).isEqualTo(2);
        assertThat(why.at("/alternatives/0/takes/0/free_before/VCPU").asLong()).isEqualTo(8);
        assertThat(get("/history/consumer/" + new UUID(0, 9) + "/why", 404).toString())
                .contains("from 0@2 on. What was before that is not known");
        assertThat(get("/history/provider/" + PROVIDER + "?after=0@1", 410).toString())
                .contains("What came behind 0@1 is not known any more: the log before 0@2 was deleted")
                .contains("berth.as_of.cut", "\"title\":\"Gone\"");
        assertThat(entries(get("/history/provider/" + PROVIDER + "?after=0@2", 200)))
                .hasSize(1);
    }

    @Test
    void answers410WhereNothingIsKnownBehindACut() throws Exception {
        start(new HistoryRoutes((region, each) -> {
            throw NoPlaceException.cut(5, region, new LogProgress.Partition(0, 5, 5, 9));
        }));
        assertThat(get("/history/provider/" + PROVIDER, 410).toString())
                .contains("Nothing can be shown: the log of region default begins at 0@5")
                .contains("Ask the instance that serves the region")
                .contains("berth.as_of.cut");
    }

    @Test
    void answers503WhereALogIsNotReadInTime() throws Exception {
        start(new HistoryRoutes((region, each) -> service.known(each), Duration.ZERO, 1, 1));
        HttpResponse<String> late =
                service.send("/history/provider/" + PROVIDER).join();
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("could not be read within 0 s");
        assertThat(late.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void answers503AtTheDeadlineWhereKafkaIsSilent() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        start(new HistoryRoutes(
                (region, each) -> {
                    await(never);
                    return service.known(each);
                },
                Duration.ofMillis(200),
                1,
                1));
        HttpResponse<String> late =
                service.send("/history/provider/" + PROVIDER).get(20, TimeUnit.SECONDS);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("could not be read within 0 s");
        never.countDown();
    }

    @Test
    void answers503WhereTheLogCannotBeReadOnInTheMiddle() throws Exception {
        RuntimeException gone = catchThrowableOfType(
                RegistryUnavailableException.class,
                () -> SchemaRegistry.connect("http://127.0.0.1:1").registerSchemas());
        AtomicInteger records = new AtomicInteger();
        start(new HistoryRoutes((region, each) -> service.known(() -> {
            each.run();
            if (records.incrementAndGet() % 3 == 0) {
                throw gone;
            }
        })));
        for (String path : List.of(
                "/history/provider/" + PROVIDER,
                "/history/host/cn1",
                "/history/consumer/" + CONSUMER + "/why",
                "/history/consumer/" + CONSUMER + "/why/all")) {
            records.set(0);
            HttpResponse<String> answer = service.send(path).join();
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body()).contains("The log cannot be read: " + gone.getMessage());
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void answers503WhereTooManyWait() throws Exception {
        CountDownLatch isOpened = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        start(new HistoryRoutes(
                (region, each) -> {
                    isOpened.countDown();
                    await(mayGoOn);
                    return service.known(each);
                },
                Duration.ofMinutes(1),
                1,
                1));
        CompletableFuture<HttpResponse<String>> read = service.send("/history/provider/" + PROVIDER);
        isOpened.await();
        List<CompletableFuture<HttpResponse<String>>> more = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            more.add(service.send("/history/provider/" + PROVIDER));
        }
        // One of the three waits; the others are told at once, so that nobody has to let anybody go on.
        CompletableFuture.anyOf(more.toArray(new CompletableFuture<?>[0])).join();
        mayGoOn.countDown();
        assertThat(read.join().statusCode()).isEqualTo(200);
        assertThat(more.stream().map(one -> one.join().statusCode()).sorted()).containsExactly(200, 503, 503);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

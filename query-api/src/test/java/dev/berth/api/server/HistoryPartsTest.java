package dev.berth.api.server;

import static dev.berth.api.server.HistoryService.CONSUMER;
import static dev.berth.api.server.HistoryService.PROVIDER;
import static dev.berth.api.server.HistoryService.VCPU;
import static dev.berth.api.server.HistoryService.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.UpdateProvider;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of histories over HTTP, as of moments of the past, by names, and every change of a consumer. */
final class HistoryPartsTest {
    private static final ProviderId OTHER = new ProviderId(new UUID(0x1000, 2));
    private static final String WHY = "/history/consumer/" + CONSUMER + "/why";

    private final HistoryService service = new HistoryService();

    /** Two hosts of which the second gets the name of the first, and a consumer that moves from one to the other. */
    @BeforeEach
    void start() {
        service.add(new CreateProvider(service.id(), PROVIDER, "cn1", Optional.empty()));
        service.add(inventory(PROVIDER, 8));
        service.add(new CreateProvider(service.id(), OTHER, "cn2", Optional.empty()));
        service.add(inventory(OTHER, 16));
        service.add(service.claim(1, PROVIDER, 4));
        service.add(service.claim(1, ExpectedConsumer.atGeneration(1), OTHER, 4));
        service.add(service.claim(1, ExpectedConsumer.atGeneration(2), PROVIDER, 2));
        service.add(new UpdateProvider(service.id(), PROVIDER, "old", Optional.empty()));
        service.add(new UpdateProvider(service.id(), OTHER, "cn1", Optional.empty()));
        service.start();
    }

    private CreateInventory inventory(ProviderId provider, long total) {
        return new CreateInventory(service.id(), provider, OptionalLong.empty(), VCPU, InventoryRecord.of(total));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void showsThePartBetweenTwoPlaces() throws Exception {
        String history = "/history/consumer/" + CONSUMER;
        assertThat(offsets(service.get(history, 200))).containsExactly(4L, 5L, 6L);
        assertThat(offsets(service.get(history + "?from=0@5", 200))).containsExactly(5L, 6L);
        assertThat(offsets(service.get(history + "?from=5&to=0@6", 200))).containsExactly(5L);
        // From the record of that second on, and before the one of the other.
        assertThat(offsets(service.get(history + "?from=1970-01-01T00:00:05Z&to=1970-01-01T00:00:06Z", 200)))
                .containsExactly(5L);
        assertThat(offsets(service.get(history + "?from=1970-01-01T00:00:04.001Z", 200)))
                .containsExactly(5L, 6L);
        assertThat(offsets(service.get(history + "?from=now", 200))).isEmpty();
        JsonNode until = service.get(history + "?as_of=5", 200);
        assertThat(offsets(until)).containsExactly(4L, 5L);
        assertThat(until.at("/read_to/offset").asLong()).isEqualTo(5);
    }

    @Test
    void pagesThroughAPart() throws Exception {
        String part = "/history/consumer/" + CONSUMER + "?from=0@5&to=0@7&limit=1";
        JsonNode first = service.get(part, 200);
        assertThat(offsets(first)).containsExactly(5L);
        JsonNode second = service.get(part + "&after=" + first.get("next").asText(), 200);
        assertThat(offsets(second)).containsExactly(6L);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(service.get(part + "&after=0@4", 400).toString()).contains("as next says it, but got 0@4");
    }

    @Test
    void refusesPlacesThatAreNone() throws Exception {
        String history = "/history/consumer/" + CONSUMER;
        assertThat(service.get(history + "?from=yesterday", 400).toString()).contains("'yesterday' does not match");
        assertThat(service.get(history + "?from=2026-02-31T00:00:00Z", 400).toString())
                .contains("but got '2026-02-31T00:00:00Z'");
        assertThat(service.get(history + "?to=0@10", 400).toString())
                .contains("nothing is at 0@10 yet", "berth.as_of.in_future");
        assertThat(service.get(history + "?from=3@1", 400).toString())
                .contains("expected a position of partition 0", "berth.as_of.other_partition");
        assertThat(service.get(history + "?from=0@5&to=0@4", 400).toString()).contains("but got 0@5 and 0@4");
        assertThat(service.get(history + "?to=0@5&as_of=0@4", 400).toString()).contains("expected to or as_of");
        assertThat(service.get(history + "?as_of=4&as_of=5", 400).toString())
                .contains("expected as_of once but got 4, 5");
        assertThat(service.get(history + "?as_of=9", 400).toString())
                .contains("nothing is at 0@9 yet", "berth.as_of.in_future");
        assertThat(service.get(WHY + "?as_of=yesterday", 400).toString()).contains("berth.as_of.malformed");
        assertThat(service.get(WHY + "?as_of=2100-01-01T00:00:00Z", 400).toString())
                .contains("which is now");
        assertThat(service.get(WHY + "?as_of=1969-01-01T00:00:00Z", 400).toString())
                .contains("berth.as_of.before_log");
    }

    @Test
    void tellsWhyAsOfAMomentOfThePast() throws Exception {
        JsonNode now = service.get(WHY, 200);
        assertThat(now.get("offset").asLong()).isEqualTo(6);
        assertThat(now.at("/read_to/offset").asLong()).isEqualTo(8);
        JsonNode then = service.get(WHY + "?as_of=1970-01-01T00:00:05.999Z", 200);
        assertThat(then.get("offset").asLong()).isEqualTo(5);
        assertThat(then.at("/read_to/offset").asLong()).isEqualTo(5);
        assertThat(then.at("/has/allocations/0/name").asText()).isEqualTo("cn2");
        assertThat(then.get("alternatives_cut").isNull()).isTrue();
        assertThat(then.get("trees_left_out").asInt()).isZero();
        assertThat(service.get(WHY + "?as_of=3", 404).toString()).contains("until 3.");
    }

    @Test
    void saysWhereTimesGoBackAboutTheTimeThatIsAsked() throws Exception {
        service.log.add(new LogEntry.Readable(new Position(0, 9, 5_500), service.claim(2, PROVIDER, 1), Sha256.NONE));
        HttpResponse<String> answer =
                service.send(WHY + "?as_of=1970-01-01T00:00:05.600Z").join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-berth-times-went-back")).contains("0@9");
        assertThat(answer.body()).contains("\"read_to\":{\"partition\":0,\"offset\":9");
    }

    @Test
    void tellsWhyOfEveryChange() throws Exception {
        JsonNode all = service.get(WHY + "/all?limit=1", 200);
        assertThat(offsets(all)).containsExactly(4L, 5L, 6L);
        for (JsonNode each : entries(all)) {
            JsonNode alone =
                    service.get(WHY + "?limit=1&as_of=" + each.get("offset").asLong(), 200);
            each.properties()
                    .forEach(field -> assertThat(alone.get(field.getKey()))
                            .as(field.getKey())
                            .isEqualTo(field.getValue()));
        }
        assertThat(offsets(service.get(WHY + "/all?as_of=5", 200))).containsExactly(4L, 5L);
        assertThat(offsets(service.get(WHY + "/all?from=5&to=6", 200))).containsExactly(5L);
        assertThat(offsets(service.get(WHY + "/all?after=0@5", 200))).containsExactly(6L);
        JsonNode never = service.get("/history/consumer/" + new UUID(0, 9) + "/why/all", 200);
        assertThat(entries(never)).isEmpty();
    }

    @Test
    void tellsSoManyChangesOnAPageAsCanBeExplained() throws Exception {
        for (int i = 0; i < 40; i++) {
            service.add(service.claim(1, ExpectedConsumer.atGeneration(3 + i), i % 2 == 0 ? OTHER : PROVIDER, 3));
        }
        List<Long> told = new ArrayList<>();
        String next = "";
        int pages = 0;
        while (next != null) {
            JsonNode page = service.get(WHY + "/all?limit=1" + next, 200);
            assertThat(entries(page).size()).isBetween(1, 20);
            told.addAll(offsets(page));
            next = page.get("next").isNull()
                    ? null
                    : "&after=" + page.get("next").asText();
            pages++;
        }
        assertThat(told).hasSize(43).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isGreaterThanOrEqualTo(3);
    }

    /** Each of two changes takes all the time that a page has. */
    @Test
    void endsAPageWhoseEntriesTakeLong() {
        LogPage page = new LogPage(Optional.empty(), 20, Duration.ZERO);
        page.add(new Position(0, 1, 0), 1, Map::of);
        page.add(new Position(0, 2, 0), 1, () -> {
            throw new IllegalStateException("expected not to be made");
        });
        assertThat(page.hasMore()).isTrue();
        assertThat(page.values()).containsEntry("next", Optional.of("0@1"));
    }

    @Test
    void takesTheNameThatAProviderHasOrHadLast() throws Exception {
        JsonNode now = service.get("/history/host/cn1", 200);
        assertThat(now.get("id").asText()).isEqualTo(OTHER.toString());
        assertThat(now.get("name").asText()).isEqualTo("cn1");
        assertThat(entries(now)).isEqualTo(entries(service.get("/history/host/" + OTHER, 200)));
        JsonNode then = service.get("/history/provider/cn1?as_of=6", 200);
        assertThat(then.get("id").asText()).isEqualTo(PROVIDER.toString());
        assertThat(then.at("/read_to/offset").asLong()).isEqualTo(6);
        // Nobody has it any more.
        assertThat(service.get("/history/provider/cn2", 200).get("id").asText()).isEqualTo(OTHER.toString());
        assertThat(service.get("/history/provider/" + OTHER, 200).get("name").isNull())
                .isTrue();
        assertThat(service.get("/history/device/0000:81:00.1?host=cn1", 200)
                        .get("id")
                        .asText())
                .isEqualTo("0000:81:00.1");
        assertThat(service.get("/history/host/cn7", 404).toString())
                .contains("No host in region default ever had the name cn7.");
        assertThat(service.get("/history/device/0000:81:00.1?host=cn7", 404).toString())
                .contains("No host in region default ever had the name cn7.");
        assertThat(service.get("/history/provider/" + "n".repeat(201), 400).toString())
                .contains("a name of at most 200 characters");
        assertThat(service.get("/history/provider/cn1?host=cn1", 400).toString())
                .contains("a device alone");
    }

    /** The first five records were deleted, and what they came to is kept. */
    @Test
    void saysWhatIsNotKnownBehindACut() throws Exception {
        Moment begin = Moment.beginning(LogId.NONE, Region.DEFAULT);
        for (LogEntry entry : service.log.subList(0, 5)) {
            begin = begin.take(entry);
        }
        Moment kept = begin;
        service.close();
        service.start(new HistoryRoutes((region, each) -> new KnownLog(kept, service.records(5, each))));
        assertThat(service.get(WHY + "?as_of=4", 410).toString())
                .contains("What was before 0@5 is not known any more", "berth.as_of.cut");
        assertThat(service.get("/history/host/cn2?to=0@5", 410).toString()).contains("berth.as_of.cut");
        assertThat(service.get(WHY + "?as_of=5", 200).at("/known_from/offset").asLong())
                .isEqualTo(5);
        assertThat(offsets(service.get(WHY + "/all?from=0@1", 200))).containsExactly(5L, 6L);
        assertThat(service.get("/history/host/nobody", 404).toString()).contains("from 0@5 on");
    }

    private static List<Long> offsets(JsonNode page) {
        return entries(page).stream().map(entry -> entry.get("offset").asLong()).toList();
    }
}

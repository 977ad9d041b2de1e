package dev.berth.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.NewRegions;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.QueryString;
import dev.berth.api.http.Route;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often rows are made that are read a page at a time. */
final class BulkHandlerTest {
    private final DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
    private final AtomicInteger made = new AtomicInteger();
    private final BulkHandler bulk = new BulkHandler(new Backend(log, log, NewRegions.ANY, new SimpleMeterRegistry()));
    private final HttpApi api = new HttpApi(
                    ApiConfig.on("127.0.0.1", 0),
                    List.of(route("/numbers"), route("/others")),
                    new ViewBarrier(log, Duration.ofSeconds(1)),
                    new SimpleMeterRegistry())
            .start();

    @BeforeEach
    void decide() {
        log.submit(Region.DEFAULT, new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of("CUSTOM_A")))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Route route(String template) {
        return Route.get(template)
                .policy("berth:consumers:list")
                .query(Schemas.USAGES_GROUPED_QUERY)
                .handledBy(bulk.handler(Schemas.USAGES_GROUPED_QUERY, this::rows));
    }

    private Rows<Integer> rows(RegionView view, QueryString query) {
        made.incrementAndGet();
        if (query.last("group_by").orElseThrow().equals("none")) {
            throw Problem.badRequest("expected another group").exception();
        }
        return new Rows<>(
                "numbers",
                List.of(1, 2, 3),
                number -> Integer.toString(number),
                Comparator.naturalOrder(),
                (json, number) -> json.writeNumber(number));
    }

    @Test
    void makesRowsOnceForAllPagesOfAMoment() throws Exception {
        assertThat(get("/numbers?group_by=a&limit=1")).contains("\"numbers\":[1]", "&after=1\"");
        assertThat(get("/numbers?group_by=a&limit=1&after=1")).contains("\"numbers\":[2]", "&after=2\"");
        assertThat(get("/numbers?group_by=a&limit=2&after=2")).contains("\"numbers\":[3]", "\"next\":null");
        assertThat(made).hasValue(1);
        decide();
        get("/numbers?group_by=a&limit=1");
        assertThat(made).as("at another position").hasValue(2);
        get("/numbers?group_by=b&limit=1");
        assertThat(made).as("by other names").hasValue(3);
        get("/others?group_by=b&limit=1");
        assertThat(made).as("of another route").hasValue(4);
        get("/numbers?group_by=b");
        assertThat(made).as("all at once, which nobody asks for twice").hasValue(5);
    }

    @Test
    void saysWhyThereAreNoRows() throws Exception {
        assertThat(get("/numbers?group_by=none&limit=1")).contains("400", "expected another group");
        assertThat(get("/numbers?group_by=none")).contains("400", "expected another group");
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                                .header("x-auth-token", "admin")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

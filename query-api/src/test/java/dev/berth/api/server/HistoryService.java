package dev.berth.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.moment.KnownLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Histories over HTTP, of a log that is a list of records, one a second. */
final class HistoryService implements AutoCloseable {
    static final ResourceClass VCPU = ResourceClass.of("VCPU");
    static final ProviderId PROVIDER = new ProviderId(new UUID(0x1000, 1));
    static final ConsumerId CONSUMER = consumer(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<LogEntry> log = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpApi api;

    void start(HistoryRoutes routes) {
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        routes.addTo(List.of()),
                        (region, position) -> CompletableFuture.completedFuture(null),
                        new SimpleMeterRegistry())
                .start();
    }

    /** Of the log as it is when it is opened. */
    void start() {
        start(new HistoryRoutes((region, each) -> known(each)));
    }

    @Override
    public void close() {
        api.close();
    }

    KnownLog known(Runnable each) {
        return new KnownLog(Moment.beginning(LogId.NONE, Region.DEFAULT), records(0, each));
    }

    RegionLog records(int begin, Runnable each) {
        return new ListedLog(LogId.NONE, List.copyOf(log), begin, each);
    }

    static ConsumerId consumer(int number) {
        return new ConsumerId(new UUID(0x2000, number));
    }

    /** A claim of somebody who has nothing yet. */
    Command claim(int consumer, ProviderId provider, long amount) {
        return claim(consumer, ExpectedConsumer.ABSENT, provider, amount);
    }

    Command claim(int consumer, ExpectedConsumer expected, ProviderId provider, long amount) {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        consumer(consumer),
                        expected,
                        "p",
                        "u",
                        Optional.empty(),
                        Allocations.of(provider, VCPU, amount))));
    }

    /** That of the next command. */
    CommandId id() {
        return new CommandId(new UUID(1, log.size()));
    }

    void add(Command command) {
        log.add(new LogEntry.Readable(new Position(0, log.size(), 1_000L * log.size()), command, Sha256.NONE));
    }

    static List<JsonNode> entries(JsonNode page) {
        List<JsonNode> entries = new ArrayList<>();
        page.get("entries").forEach(entries::add);
        return entries;
    }

    /** The answer, which must be as its schema has it if all is well. */
    JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> answer = send(path).join();
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        JsonNode body = JSON.readTree(answer.body());
        if (status == 200) {
            assertThat(schema(path).violation(body)).as(path).isEmpty();
        }
        return body;
    }

    private static SchemaFile schema(String path) {
        if (path.contains("/why/all")) {
            return Schemas.REPLY_WHY_ALL;
        }
        if (path.startsWith("/history/activity")) {
            return Schemas.REPLY_ACTIVITY;
        }
        return path.contains("/why") ? Schemas.REPLY_WHY : Schemas.REPLY_HISTORY;
    }

    CompletableFuture<HttpResponse<String>> send(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

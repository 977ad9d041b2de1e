package dev.berth.api.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.projector.CommandWatch.Passage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.MultiMap;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is told of requests while they are served: their spans, and the lines of the log that they cause. */
class RequestTraceTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String ABOVE = "b7ad6b7169203331";
    private static final Logger ACCESSES = (Logger) LoggerFactory.getLogger("berth.access");

    private final CollectedSpans spans = new CollectedSpans();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final BrokerlessServer server =
            new BrokerlessServer(ApiConfig.on("127.0.0.1", 0).withTraces(spans.traces()));

    @BeforeEach
    void listen() {
        log.start();
        ACCESSES.addAppender(log);
        ACCESSES.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        ACCESSES.detachAppender(log);
        ACCESSES.setLevel(null);
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .version(HttpClient.Version.HTTP_1_1)
                                .header("x-auth-token", "admin")
                                .header("traceparent", "00-" + TRACE + "-" + ABOVE + "-01")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tellsOfARequestBelowTheOneThatItsClientNames() throws Exception {
        String id = get("/resource_providers?name=x")
                .headers()
                .firstValue("x-openstack-request-id")
                .orElseThrow();

        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> spans.all().size() == 1);
        SpanData span = spans.all().get(0);
        assertThat(span.getName()).isEqualTo("GET /resource_providers");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(ABOVE);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("berth.request.id")))
                .isEqualTo(id);
        assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(200);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("url.path"))).isEqualTo("/resource_providers");
    }

    @Test
    void logsEachAccessOnceWithTheIdOfItsAnswer() throws Exception {
        String id = get("/no/such/route?a=%1b")
                .headers()
                .firstValue("x-openstack-request-id")
                .orElseThrow();

        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> log.list.size() == 1);
        ILoggingEvent line = log.list.get(0);
        assertThat(line.getMDCPropertyMap()).containsEntry("request", id).containsEntry("trace", TRACE);
        assertThat(line.getFormattedMessage())
                .matches("127\\.0\\.0\\.1 - \"GET /no/such/route\\?a=%1b\" 404 \\d+ bytes [0-9.]+ ms");
        assertThat(MDC.get("request")).as("of this thread").isNull();
    }

    @Test
    void letsNoRequestTellAnotherStatusInItsLine() throws Exception {
        try (Socket client = new Socket("127.0.0.1", server.port())) {
            String request = "GET /x\"200 HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        }
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> log.list.size() == 1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("\"GET /x\\\"200\" 40");
    }

    @Test
    void logsAlsoWhatIsRefusedBeforeItIsARequest() throws Exception {
        for (String head : List.of(
                "GET /a HTTP/1.1 and more\r\n",
                "GET /b?" + "b".repeat(70_000) + " HTTP/1.1\r\n",
                "GET /c HTTP/1.1\r\nx-long: " + "c".repeat(70_000) + "\r\n",
                "GET /d HTTP/1.1\r\nno header\u0001: x\r\n",
                "PUT /traits/CUSTOM_E HTTP/1.1\r\nhost: a\r\nhost: b\r\n",
                "POST /resource_providers HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\n"
                        + "content-type: application/json\r\ncontent-length: 5000000\r\n",
                "POST /resource_providers HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\n"
                        + "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nno number\r\n")) {
            int before = log.list.size();
            try (Socket client = new Socket("127.0.0.1", server.port())) {
                client.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).as(head).startsWith("HTTP/1.").contains(" 4");
                Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> log.list.size() == before + 1);
                ILoggingEvent line = log.list.get(before);
                assertThat(line.getMDCPropertyMap().get("request")).isNotNull();
                assertThat(answer)
                        .contains(line.getMDCPropertyMap().get("request"))
                        .contains(status(line));
            }
        }
        assertThat(log.list)
                .extracting(line -> line.getFormattedMessage().replaceAll(" \\d+ bytes .*", ""))
                .containsExactly(
                        "127.0.0.1 - \"- -\" 400",
                        "127.0.0.1 - \"- -\" 414",
                        "127.0.0.1 - \"GET /c\" 431",
                        "127.0.0.1 - \"GET /d\" 400",
                        "127.0.0.1 - \"PUT /traits/CUSTOM_E\" 400",
                        "127.0.0.1 admin \"POST /resource_providers\" 413",
                        "127.0.0.1 admin \"POST /resource_providers\" 400");
    }

    private static String status(ILoggingEvent line) {
        return line.getFormattedMessage().replaceAll(".*\" (\\d{3}) .*", " $1 ");
    }

    @Test
    void logsNoAccessUnlessThatIsAskedFor() throws Exception {
        ACCESSES.setLevel(Level.OFF);
        get("/resource_providers");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> spans.all().size() == 1);
        assertThat(log.list).isEmpty();
    }

    @Test
    void followsACommandToItsReply() {
        SpanTrace trace = trace();
        Sent sent = Sent.of(new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of("CUSTOM_A")));
        Passage passage = trace.command(Region.DEFAULT, sent);
        passage.appended(new Position(0, 7, 0));
        passage.ended(Optional.empty());
        trace.ended(Optional.of("/traits/{name}"), 503);

        assertThat(spans.all())
                .extracting(SpanData::getName)
                .containsExactly("append", "decide", "reply", "PUT /traits/{name}");
        String request = spans.all().get(3).getSpanId();
        assertThat(spans.all().subList(0, 3))
                .allSatisfy(step -> assertThat(step.getParentSpanId()).isEqualTo(request));
        assertThat(spans.all().get(0).getAttributes().get(AttributeKey.stringKey("berth.position")))
                .isEqualTo("0@7");
        assertThat(spans.all().get(1).getStatus().getDescription()).isEqualTo("no decision was heard of");
    }

    @Test
    void tellsTheNextInstanceWhereToGoOn() {
        SpanTrace trace = trace();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("traceparent", "00-" + TRACE + "-" + ABOVE + "-01");
        trace.passOn(headers);
        trace.ended(Optional.empty(), 200);

        SpanData span = spans.all().get(0);
        assertThat(headers.getAll("traceparent")).hasSize(1);
        assertThat(headers.get("traceparent")).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
    }

    private SpanTrace trace() {
        return spans.begin("PUT");
    }

    @Test
    void goesWithWorkToOtherThreads() {
        RequestScope scope = new RequestScope("req-1", RequestTrace.NONE);
        BoundedThreads threads = new BoundedThreads("test", 1, 1);
        scope.run(() -> assertThat(threads.make(() -> MDC.get("request") + RequestScope.current())
                        .toCompletableFuture()
                        .join())
                .isEqualTo("req-1" + scope));

        assertThat(threads.make(() -> MDC.get("request")).toCompletableFuture().join())
                .isNull();
        assertThat(RequestScope.current()).isSameAs(RequestScope.NONE);
    }
}

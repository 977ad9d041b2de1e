package dev.berth.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.pci.TestingHosts;
import dev.berth.api.server.HostRoutes;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.report.ReportDocument;
import dev.berth.ledger.state.RegionView;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents do whose host is known from what they present, and how much and how often they may say. */
class HostRoutesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final HostKey KEY = new HostKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final DirectCommandLog LOG = new DirectCommandLog(System::currentTimeMillis);
    private static HttpApi api;

    /** An agent whose certificate names its host: here a header does. */
    private static final class ByHost implements Authentication {
        @Override
        public String name() {
            return "by host";
        }

        @Override
        public Future<Identity> identify(Credentials credentials) {
            Caller agent = Caller.of("somebody", "", Stream.of("agent"));
            return Future.succeededFuture(new Identity.Known(credentials
                    .header("x-host")
                    .map(host -> agent.withHost(ProviderId.of(host)))
                    .orElse(agent)));
        }
    }

    private final ProviderId host = new ProviderId(UUID.randomUUID());

    @BeforeAll
    static void start() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        vertx -> new ByHost(),
                        HostRoutes.addTo(List.of(), new Backend(LOG, LOG)),
                        new ViewBarrier(LOG, Duration.ofSeconds(5)),
                        vertx -> Forwarding.NONE,
                        meters)
                .start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void reset() {
        LOG.reset();
    }

    @Test
    void takesReportsOfTheHostThatACertificateNames() throws Exception {
        assertThat(report(host, host, 1).statusCode()).isEqualTo(200);
        assertThat(view().hostReport(host)).isPresent();
        assertThat(view().lastSequence(host)).hasValue(1);
        ProviderId other = new ProviderId(UUID.randomUUID());
        assertThat(report(other, host, 1).statusCode()).isEqualTo(403);
        assertThat(view().hostReport(other)).isEmpty();
    }

    @Test
    void knowsAHostByTheOneFormOfItsUuid() throws Exception {
        ProviderId small = ProviderId.of("00000001-0002-0003-0004-000000000005");
        assertThat(reportTo("+0000001-0002-0003-0004-000000000005", small).statusCode())
                .isEqualTo(404);
        assertThat(reportTo("00000001-00002-003-0004-000000000005", small).statusCode())
                .isEqualTo(404);
        assertThat(view().hostReport(small)).isEmpty();
        assertThat(reportTo(small.toString().toUpperCase(Locale.ROOT), small).statusCode())
                .isEqualTo(200);
    }

    @Test
    void letsNoAgentEnrolItsHostOrComeBackByItsKey() throws Exception {
        assertThat(putKey().statusCode()).isEqualTo(404);
        assertThat(view().enrolment(host)).isEmpty();
        LOG.submit(
                        Region.DEFAULT,
                        new EnrolHost(
                                new CommandId(UUID.randomUUID()),
                                new Enrolment(host, Optional.empty(), Optional.of("their user"))))
                .toCompletableFuture()
                .join();
        assertThat(putKey().statusCode()).isEqualTo(204);
        assertThat(view().enrolment(host)).contains(new Enrolment(host, Optional.of(KEY), Optional.of("their user")));
    }

    @Test
    void takesAReportOnceASecondAndTenAtOnceOfEachHost() throws Exception {
        int taken = 0;
        HttpResponse<String> last = null;
        for (int i = 0; i < 30; i++) {
            last = report(host, host, i);
            taken += last.statusCode() == 200 ? 1 : 0;
        }
        assertThat(taken).isBetween(10, 20);
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("retry-after")).contains("1");
        assertThat(last.body()).contains("berth.report.too_often");
        ProviderId other = new ProviderId(UUID.randomUUID());
        assertThat(report(other, other, 1).statusCode()).isEqualTo(200);
    }

    @Test
    void makesOfADocumentTheReportThatItSays() throws Exception {
        ReportHost whole = TestingHosts.report();
        HttpResponse<String> taken = send(
                "POST",
                "/hosts/" + whole.host() + "/report",
                whole.host(),
                ReportDocument.of(whole).toString());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        RegionView decided = view();
        assertThat(decided.hostReport(whole.host()).orElseThrow().cells()).isEqualTo(whole.cells());
        assertThat(decided.devices().of(whole.host()).devices())
                .extracting(device -> device.device())
                .containsExactlyElementsOf(whole.devices());
    }

    @Test
    void tellsOfEachInventoryWhoHasSetWhat() throws Exception {
        ResourceClass vcpu = ResourceClass.of("VCPU");
        InventoryRecord reported = new InventoryRecord(8, 0, 1, 8, 1, 4.0);
        ReportHost report = new ReportHost(
                new CommandId(UUID.randomUUID()),
                host,
                ImmutableList.of(new ReportedProvider(
                        host,
                        "cn1",
                        Optional.empty(),
                        ImmutableSortedMap.of(vcpu, reported),
                        ImmutableSortedSet.of(),
                        ImmutableSortedMap.of(vcpu, ImmutableSortedSet.of(InventoryField.ALLOCATION_RATIO)))));
        String document = ReportDocument.of(report).toString();
        assertThat(send("POST", "/hosts/" + host + "/report", host, document).statusCode())
                .isEqualTo(200);
        LOG.submit(
                        Region.DEFAULT,
                        new ReplaceInventories(
                                new CommandId(UUID.randomUUID()),
                                host,
                                OptionalLong.empty(),
                                ImmutableSortedMap.of(vcpu, new InventoryRecord(8, 3, 1, 8, 1, 4.0))))
                .toCompletableFuture()
                .get();
        JsonNode vouched =
                MAPPER.readTree(send("GET", "/hosts/" + host, host, "").body()).path("vouched");
        String expected = "[{'uuid':'" + host
                + "','name':'cn1','parent_provider_uuid':null,'departing':false,'traits':[],'inventories':{'VCPU':{"
                + "'reported':{'total':8,'reserved':0,'min_unit':1,'max_unit':8,'step_size':1,'allocation_ratio':4.0},"
                + "'explicit':['allocation_ratio'],'operator':{'reserved':3},'departing':false}}}]";
        assertThat(vouched.toString()).isEqualTo(expected.replace('\'', '"'));
    }

    /** With as many of everything as there may be, and in each what the busiest hosts have. */
    @Test
    void takesTheReportOfTheLargestHost() throws Exception {
        String document = LargestHost.report(host).toString();
        assertThat(document.length()).as("bytes of the document").isBetween(2_000_000, 4_000_000);
        HttpResponse<String> taken = send("POST", "/hosts/" + host + "/report", host, document);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(view().devices().of(host).devices()).hasSize(4_096);
    }

    private HttpResponse<String> putKey() throws Exception {
        return send("PUT", "/hosts/" + host + "/enrolment", host, "{\"key\": \"" + KEY + "\"}");
    }

    private static HttpResponse<String> report(ProviderId reported, ProviderId agent, long sequence) throws Exception {
        return report(reported.toString(), reported, agent, sequence);
    }

    private static HttpResponse<String> reportTo(String uuid, ProviderId host) throws Exception {
        return report(uuid, host, host, 1);
    }

    private static HttpResponse<String> report(String uuid, ProviderId reported, ProviderId agent, long sequence)
            throws Exception {
        ReportHost report = new ReportHost(
                        new CommandId(UUID.randomUUID()),
                        reported,
                        ImmutableList.of(new ReportedProvider(
                                reported,
                                reported.toString(),
                                Optional.empty(),
                                ImmutableSortedMap.of(),
                                ImmutableSortedSet.of())))
                .withSequence(sequence);
        return send("POST", "/hosts/" + uuid + "/report", agent, MAPPER.writeValueAsString(ReportDocument.of(report)));
    }

    private static HttpResponse<String> send(String method, String path, ProviderId agent, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("openstack-api-version", "placement 1.39")
                .header("x-host", agent.toString())
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static RegionView view() {
        return LOG.view(Region.DEFAULT);
    }
}

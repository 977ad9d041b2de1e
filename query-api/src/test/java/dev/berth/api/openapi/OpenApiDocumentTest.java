package dev.berth.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Route;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What the document says of each route is what the route table and the schema files say; the case files prove the rest.
 */
class OpenApiDocumentTest {
    @Test
    void describesEveryRouteWithItsBodiesAndReplies() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());

            assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
            int operations = 0;
            for (Route route : server.routes()) {
                JsonNode operation = document.path("paths")
                        .path(route.template())
                        .path(route.method().name().toLowerCase(Locale.ROOT));
                assertThat(operation.isObject()).as(route.toString()).isTrue();
                assertThat(operation.path("requestBody").isObject())
                        .as(route.toString())
                        .isEqualTo(route.body().isPresent());
                for (Route.Reply reply : route.replies()) {
                    JsonNode response = operation.path("responses").path(Integer.toString(reply.status()));
                    assertThat(response.path("content").isObject())
                            .as(route + " " + reply.status())
                            .isEqualTo(reply.schema().isPresent());
                }
                operations++;
            }
            assertThat(operations).isGreaterThanOrEqualTo(40);
        }
    }

    @Test
    void namesEachOperationOnceAndSaysWhereAndByWhomItIsCalled() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());
            List<String> ids = document.findValuesAsText("operationId");
            assertThat(ids)
                    .hasSize(server.routes().size())
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("(get|put|post|delete)-[A-Za-z0-9_.-]*[a-z0-9]"))
                    .contains("get-versions", "get-resource_providers-uuid", "get-consumers");
            assertThat(document.findValues("security")).hasSize(server.routes().size());
            assertThat(document.at("/servers/1/variables/region/default").asText())
                    .isEqualTo("default");
            // What every linter asks for first: no reference leads nowhere.
            for (String reference : document.findValuesAsText("$ref")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            }
        }
    }

    @Test
    void describesUsagesInGroupsBesideThoseOfAProject() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode usages = documentOf(server.routes()).at("/paths/~1usages/get");
            assertThat(usages.path("parameters").findValuesAsText("name")).contains("project_id", "group_by", "after");
            assertThat(usages.path("parameters").findValues("required")).isEmpty();
            assertThat(usages.at("/responses/200/content/application~1json/schema/anyOf"))
                    .hasSize(2);
            assertThat(usages.path("responses").has("304")).isTrue();
        }
    }

    @Test
    void describesWhatBerthAddsToRoutesOfPlacement() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());

            assertThat(document.at("/components/schemas/put-allocations-1.38-extended/properties")
                            .fieldNames())
                    .toIterable()
                    .contains("allocations", "pci", "pci_provider", "pci_numa_cells", "numa");
            assertThat(document.at("/components/schemas/put-allocations-1.38/properties")
                            .has("pci"))
                    .isFalse();
            assertThat(document.at("/paths/~1allocation_candidates/get/parameters")
                            .findValuesAsText("name"))
                    .contains("limit", "pci");
        }
    }

    @Test
    void tellsWritesAloneOfTheIdempotencyKey() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());
            for (Route route : server.routes()) {
                JsonNode operation = document.path("paths")
                        .path(route.template())
                        .path(route.method().name().toLowerCase(Locale.ROOT));
                assertThat(operation
                                .path("parameters")
                                .findValuesAsText("$ref")
                                .contains("#/components/parameters/idempotency_key"))
                        .as(route.toString())
                        .isEqualTo(!route.isReadOnly());
                assertThat(operation.path("responses").has("422"))
                        .as(route.toString())
                        .isEqualTo(!route.isReadOnly());
            }
            assertThat(document.at("/components/parameters/idempotency_key/name")
                            .asText())
                    .isEqualTo("Idempotency-Key");
        }
    }

    @Test
    void tellsWritesThatAppendACommandAloneOfTheDryRun() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());
            for (Route route : server.routes()) {
                assertThat(document.path("paths")
                                .path(route.template())
                                .path(route.method().name().toLowerCase(Locale.ROOT))
                                .path("parameters")
                                .findValuesAsText("$ref")
                                .contains("#/components/parameters/dry_run"))
                        .as(route.toString())
                        .isEqualTo(route.takesDryRun());
            }
            assertThat(document.at("/components/parameters/dry_run/name").asText())
                    .isEqualTo("dry_run");
        }
    }

    /** What only the owner answers, also of a moment of the past. */
    private static final List<String> OF_PAST_TOO = List.of("/what-if", "/audit/digest");

    @Test
    void showsStalenessAndPastOfReadsOfRegionsAlone() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());
            for (Route route : server.routes()) {
                // What an agent asks, and when hosts were heard of, the owner alone can answer: it hears hosts.
                boolean isOfARegion = !route.policy().isEmpty()
                        && !route.template().startsWith("/audit/")
                        && !route.template().equals("/hosts/{uuid}/report")
                        && !route.template().equals("/metrics/hosts")
                        && !route.template().equals("/what-if");
                List<String> parameters = document.path("paths")
                        .path(route.template())
                        .path(route.method().name().toLowerCase(Locale.ROOT))
                        .path("parameters")
                        .findValuesAsText("$ref");
                for (String name : List.of("max_staleness", "as_of")) {
                    assertThat(parameters.contains("#/components/parameters/" + name))
                            .as(route + " " + name)
                            .isEqualTo(route.isReadOnly() && isOfARegion
                                    || name.equals("as_of") && OF_PAST_TOO.contains(route.template()));
                }
            }
            assertThat(document.at("/components/parameters/as_of/in").asText()).isEqualTo("query");
        }
    }

    @Test
    void namesNoSchemaThatItDoesNotHave() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            JsonNode document = documentOf(server.routes());

            List<String> references = document.findValuesAsText("$ref");
            assertThat(references).isNotEmpty();
            assertThat(references)
                    .allMatch(ref -> !document.at(ref.substring(1)).isMissingNode());
        }
    }

    private static JsonNode documentOf(List<Route> routes) throws IOException {
        Answer answer = Answer.ok(new OpenApiDocument(new ArrayList<>(routes))::write);
        return new ObjectMapper().readTree(answer.body().get(0).getBytes());
    }
}

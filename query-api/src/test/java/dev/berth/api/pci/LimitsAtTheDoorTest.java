package dev.berth.api.pci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Limits;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is larger than a command may be is refused with words, and what would make a tree too deep as well. */
class LimitsAtTheDoorTest {
    private static BrokerlessServer server;
    private static PciClient client;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        client = new PciClient(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesAClaimOfMoreConsumersThanOneCommandMayHave() throws Exception {
        String claims = IntStream.rangeClosed(0, Limits.COMMAND_CONSUMERS_MAX)
                .mapToObj(number -> "\"" + id(number) + "\": {\"allocations\": {}, \"project_id\": \"p\","
                        + " \"user_id\": \"u\", \"consumer_generation\": null, \"consumer_type\": \"INSTANCE\"}")
                .collect(Collectors.joining(", ", "{", "}"));
        HttpResponse<String> refused = client.send("POST", "/allocations", claims);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("expected at most 1024 consumers in one command but got 1025");
    }

    @Test
    void refusesMoreTraitsThanAProviderMayHave() throws Exception {
        assertThat(create("traits", id(1), "").statusCode()).isEqualTo(200);
        String traits = IntStream.rangeClosed(0, Limits.PROVIDER_TRAITS_MAX)
                .mapToObj(number -> "\"CUSTOM_" + number + "\"")
                .collect(Collectors.joining(", "));
        HttpResponse<String> refused = client.send(
                "PUT",
                "/resource_providers/" + id(1) + "/traits",
                "{\"resource_provider_generation\": 0, \"traits\": [" + traits + "]}");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    }

    @Test
    void saysHowDeepATreeMayBe() throws Exception {
        String parent = "";
        for (int level = 1; level <= Limits.TREE_DEPTH_MAX; level++) {
            HttpResponse<String> made = create("level " + level, id(1_000 + level), parent);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
            parent = ", \"parent_provider_uuid\": \"" + id(1_000 + level) + "\"";
        }
        HttpResponse<String> refused = create("too deep", id(2_000), parent);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("a tree may have at most 64 levels");
    }

    private static HttpResponse<String> create(String name, UUID id, String parent) throws Exception {
        return client.send(
                "POST", "/resource_providers", "{\"name\": \"" + name + "\", \"uuid\": \"" + id + "\"" + parent + "}");
    }

    private static UUID id(int number) {
        return new UUID(0x4000L, Long.MIN_VALUE | number);
    }
}

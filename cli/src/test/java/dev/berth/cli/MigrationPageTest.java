package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.output.Terminal;
import dev.berth.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/migration.md has an operator type is typed here, and what comes out is what the page says. */
class MigrationPageTest {
    private static final String PRINTED = "http://127.0.0.1:8779";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void anOperatorMovesOverAndBackAsThePageSays() throws Exception {
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try (BrokerlessServer there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                BrokerlessServer here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String peer = "http://127.0.0.1:" + there.port();
            setUp(peer);
            DocPage page = DocPage.read("migration.md", "http://127.0.0.1:" + here.port());
            List<DocPage.Command> commands = page.commands();
            assertThat(commands).hasSize(4);
            for (DocPage.Command command : commands) {
                if (command.text().contains("berth export")) {
                    there.reset();
                }
                String typed = command.text().replace(PRINTED, peer) + " --url http://127.0.0.1:" + here.port();
                Run ran = Run.of(typed.strip().substring("berth ".length()).split(" +"));
                assertThat(ran.status())
                        .as(typed + ran.all())
                        .isEqualTo(typed.contains("--dry-run") ? ExitCode.DIFFERENCES : ExitCode.OK);
                assertThat(ran.out().strip().replace(peer, PRINTED)).as(typed).isEqualTo(command.output());
            }
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    private static void setUp(String peer) throws Exception {
        RandomFleet fleet = new RandomFleet(peer, 0);
        RandomFleet.must(fleet.put("/resource_classes/CUSTOM_GOLD", null));
        RandomFleet.must(fleet.put("/traits/CUSTOM_FAST", null));
        String cn1 = fleet.uuid();
        String card = fleet.uuid();
        provider(fleet, cn1, "{\"name\": \"cn1\", \"uuid\": \"%s\"}".formatted(cn1), "VCPU");
        provider(fleet, fleet.uuid(), "{\"name\": \"cn2\", \"uuid\": \"%s\"}", "VCPU");
        provider(
                fleet,
                card,
                "{\"name\": \"cn1-card\", \"uuid\": \"%s\", \"parent_provider_uuid\": \"%s\"}".formatted(card, cn1),
                "CUSTOM_GOLD");
        for (String amounts : List.of(
                "\"%s\": {\"resources\": {\"VCPU\": 2}}, \"%s\": {\"resources\": {\"CUSTOM_GOLD\": 1}}"
                        .formatted(cn1, card),
                "\"%s\": {\"resources\": {\"VCPU\": 1}}".formatted(cn1))) {
            RandomFleet.must(fleet.put("/allocations/" + fleet.uuid(), MAPPER.readTree("""
                            {"allocations": {%s}, "project_id": "p", "user_id": "u", "consumer_generation": null,
                             "consumer_type": "INSTANCE"}
                            """.formatted(amounts))));
        }
    }

    private static void provider(RandomFleet fleet, String id, String body, String resourceClass) throws Exception {
        RandomFleet.must(fleet.call("POST", "/resource_providers", MAPPER.readTree(body.formatted(id)), "1.39"));
        fleet.replace(id, "inventories", MAPPER.readTree("{\"%s\": {\"total\": 8}}".formatted(resourceClass)));
    }
}

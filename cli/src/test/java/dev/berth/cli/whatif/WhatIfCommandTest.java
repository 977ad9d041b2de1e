package dev.berth.cli.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.sun.net.httpserver.HttpServer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfCommandTest {
    private static final ProviderId NODE = new ProviderId(new UUID(1, 1));
    private static final ProviderId SHELF = new ProviderId(new UUID(1, 2));
    private static final ConsumerId GUEST = new ConsumerId(new UUID(3, 1));
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");

    private BrokerlessServer server;
    private String before;
    private int commands;

    /** A host with a guest, and a shelf that is no host. */
    @BeforeEach
    void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        server.decide(
                Region.DEFAULT,
                new ReportHost(
                        command(),
                        NODE,
                        ImmutableList.of(new ReportedProvider(
                                NODE,
                                "node1",
                                Optional.empty(),
                                ImmutableSortedMap.of(VCPU, InventoryRecord.of(8)),
                                ImmutableSortedSet.of()))));
        server.decide(Region.DEFAULT, new CreateProvider(command(), SHELF, "shelf: 1", Optional.empty()));
        server.decide(
                Region.DEFAULT,
                new ReplaceInventories(
                        command(),
                        SHELF,
                        OptionalLong.empty(),
                        ImmutableSortedMap.of(DISK_GB, InventoryRecord.of(100))));
        server.decide(
                Region.DEFAULT,
                new ClaimAllocations(
                        command(),
                        ImmutableList.of(new ConsumerClaim(
                                GUEST,
                                ExpectedConsumer.ABSENT,
                                "project",
                                "user",
                                Optional.empty(),
                                Allocations.builder()
                                        .add(NODE, VCPU, 4)
                                        .add(SHELF, DISK_GB, 10)
                                        .build()))));
        before = state();
    }

    /** Whatever was asked, nothing has come of it. */
    @AfterEach
    void stop() {
        assertThat(state()).isEqualTo(before);
        server.close();
    }

    private String state() {
        return server.view(Region.DEFAULT).position() + " " + StateDigest.of(server.view(Region.DEFAULT));
    }

    private CommandId command() {
        return new CommandId(new UUID(2, ++commands));
    }

    private Run whatIf(String... arguments) {
        return Run.of(
                Stream.concat(Stream.of("what-if", "--url", "http://127.0.0.1:" + server.port()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void showsWhomADrainWouldStrandAndWhatIsLeft() throws IOException {
        Run drained = whatIf("--drain", "node1", "--ask", "allocation_candidates?resources=VCPU:1", "--table");

        assertThat(drained.status()).as(drained.err()).isEqualTo(ExitCode.OK);
        assertThat(drained.out())
                .contains("PUT /hosts/" + NODE + "/drain -> 200", "1 consumer would be stranded:", "HOST_DRAINED")
                .contains("No candidate.");
        JsonNode json = new ObjectMapper()
                .readTree(whatIf("--drain", NODE.toString(), "--json").out());
        assertThat(json.at("/stranded/consumers/0/consumer_uuid").asText()).isEqualTo(GUEST.toString());
        assertThat(json.at("/stranded/consumers/0/project_id").asText()).isEqualTo("project");
    }

    @Test
    void triesChangesOnWhatWasThen() throws IOException {
        String claimed = server.view(Region.DEFAULT).position().toString();
        server.decide(Region.DEFAULT, new ReleaseAllocations(command(), GUEST));
        before = state();
        assertThat(whatIf("--drain", "node1", "--table").out()).contains("No consumer would be stranded.");
        Run then = whatIf("--drain", "node1", "--as-of", claimed, "--table");
        assertThat(then.out()).contains("Region default after " + claimed, "1 consumer would be stranded:");
        assertThat(whatIf("--drain", "node1", "--as-of", "9@9").err()).contains("expected a position of partition 0");
    }

    @Test
    void showsWhatIsHeldOfADrainedHost() throws IOException {
        Run drained = whatIf("--drain", "node1", "--table");
        assertThat(drained.out())
                .containsPattern(GUEST + "  project  " + NODE + "  VCPU:4 +HOST_DRAINED")
                .doesNotContain("DISK_GB");
        JsonNode json =
                new ObjectMapper().readTree(whatIf("--drain", "node1", "--json").out());
        assertThat(json.at("/stranded/consumers/0/holdings/0/resources/VCPU").asInt())
                .isEqualTo(4);
    }

    @Test
    void showsCapacityInWordsWhereATableIsAskedFor() {
        Run asked = whatIf("--ask", "capacity?resources=VCPU:2&by=host", "--drain", "node1", "--table");
        assertThat(asked.status()).as(asked.err()).isEqualTo(ExitCode.OK);
        assertThat(asked.out()).contains("None more fit.").doesNotContain("{", "\"");
        Run now = whatIf("--ask", "capacity?resources=VCPU:3&by=host", "--table");
        assertThat(now.out())
                .contains("1 more fits.", "1 host lacks VCPU", "One more would fit with resources VCPU 1 instead of 3.")
                .contains("       1  node1")
                .doesNotContain("{", "\"");
    }

    @Test
    void showsWhomARemovalWouldStrandOfAHostAndOfAnyOtherProvider() {
        assertThat(whatIf("--remove", "node1", "--table").out())
                .contains("DELETE /hosts/" + NODE + "?force=what-if -> 200", "VCPU:4", "PROVIDER_REMOVED");
        assertThat(whatIf("--remove", "shelf: 1", "--table").out())
                .contains("DELETE /resource_providers/" + SHELF + " -> 409: ", "DISK_GB:10", "PROVIDER_REMOVED");
        assertThat(whatIf("--remove", "nowhere").err())
                .contains("no resource provider has the UUID or the name nowhere");
        assertThat(whatIf("--drain", "nowhere").err()).contains("no host is named nowhere");
    }

    @Test
    void changesOneInventoryAndLeavesTheOthersAndTheOtherFields() throws IOException {
        Run changed = whatIf(
                "--inventory",
                "shelf: 1:DISK_GB:total=5",
                "--inventory",
                SHELF + ":VCPU:total=3,allocation_ratio=1.5",
                "--ask",
                "/resource_providers/" + SHELF + "/inventories",
                "--json");

        JsonNode json = new ObjectMapper().readTree(changed.out());
        assertThat(json.path("commands")).hasSize(1);
        assertThat(json.at("/answers/0/body/inventories/DISK_GB/total").asInt()).isEqualTo(5);
        assertThat(json.at("/answers/0/body/inventories/VCPU/allocation_ratio").asDouble())
                .isEqualTo(1.5);
        assertThat(json.at("/stranded/consumers/0/holdings/0/cause").asText()).isEqualTo("CAPACITY_EXCEEDED");
        assertThat(whatIf("--inventory", "shelf: 1:DISK_GB:none", "--table").out())
                .contains("-> 409", "INVENTORY_REMOVED");
        assertThat(whatIf("--inventory", "shelf: 1:DISK_GB:total=50", "--table").out())
                .contains("No consumer would be stranded.");
        assertThat(whatIf("--inventory", "shelf: 1:VCPU:reserved=1").err()).contains("a new one needs its total");
        assertThat(whatIf("--inventory", "shelf: 1:VCPU:none").err()).contains("has no inventory of VCPU");
    }

    @Test
    void takesAPlanFromAFile(@TempDir Path dir) throws IOException {
        Path plan = dir.resolve("plan.json");
        Files.writeString(plan, """
                {"commands": [{"method": "DELETE", "path": "/allocations/%s"}],
                 "ask": ["/resource_providers/%s/usages"]}""".formatted(GUEST, NODE));

        Run moved = whatIf("--file", plan.toString(), "--remove", "shelf: 1", "--table");

        assertThat(moved.out())
                .contains("DELETE /allocations/" + GUEST + " -> 204", "DELETE /resource_providers/" + SHELF + " -> 204")
                .contains("No consumer would be stranded.", "\"VCPU\" : 0");
        Files.writeString(plan, "{\"comands\": []}");
        assertThat(whatIf("--file", plan.toString()).err()).contains("expected a JSON object with lists", "comands");
        assertThat(whatIf("--file", dir.resolve("none").toString()).err()).contains("cannot be read");
    }

    /** Who may not see hosts has not heard that there is none. */
    @Test
    void removesNoProviderWhereTheServiceDoesNotSayWhetherItIsAHost() throws IOException {
        HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> asked = new CopyOnWriteArrayList<>();
        refusing.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        refusing.start();
        try {
            Run refused = Run.of(
                    "what-if",
                    "--url",
                    "http://127.0.0.1:" + refusing.getAddress().getPort(),
                    "--remove",
                    "node1");
            assertThat(refused.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(refused.err()).contains("the service answers 403");
            assertThat(asked).containsExactly("/hosts");
        } finally {
            refusing.stop(0);
        }
    }

    @Test
    void saysWhatIsWrongWithACommandLine() {
        assertThat(whatIf().err()).contains("expected a change or a question");
        for (String wrong : new String[] {
            "node1", "node1:VCPU", "node1:VCPU:totl=8", "node1:VCPU:total=x", "node1:VCPU:total=8,total=9", ":VCPU:none"
        }) {
            Run refused = whatIf("--inventory", wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).as(wrong).contains("expected PROVIDER:CLASS:none or");
        }
        Run unknown = whatIf("--ask", "/hosts/" + NODE + "/report", "--table");
        assertThat(unknown.out()).contains("/report -> 400", "is not answered from what a region has come to");
    }
}

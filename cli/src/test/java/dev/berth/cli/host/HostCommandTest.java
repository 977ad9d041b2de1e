package dev.berth.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostCommandTest {
    private static final ProviderId NODE = new ProviderId(new UUID(1, 1));
    private static final ConsumerId GUEST = new ConsumerId(new UUID(3, 1));

    private BrokerlessServer server;
    private int commands;

    @BeforeEach
    void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        report(NODE, "node1");
        report(new ProviderId(new UUID(1, 2)), "node 2");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void report(ProviderId host, String name) {
        report(host, name, "VCPU");
    }

    private void report(ProviderId host, String name, String resourceClass) {
        server.decide(
                Region.DEFAULT,
                new ReportHost(
                        command(),
                        host,
                        ImmutableList.of(new ReportedProvider(
                                host,
                                name,
                                Optional.empty(),
                                ImmutableSortedMap.of(ResourceClass.of(resourceClass), InventoryRecord.of(8)),
                                ImmutableSortedSet.of()))));
    }

    private void claim() {
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
                                Allocations.of(NODE, ResourceClass.of("VCPU"), 2)))));
    }

    private CommandId command() {
        return new CommandId(new UUID(2, ++commands));
    }

    @Test
    void listsHostsAndWhichAreDrained() throws IOException {
        assertThat(host("drain", "node1", "--reason", "new disks").status()).isEqualTo(ExitCode.OK);

        String table = host("list", "--table").out();
        assertThat(table).contains("NAME", "node1", "node 2", "open").containsPattern("drained since .*: new disks");
        assertThat(host("list", "--table", "--state", "undrained").out())
                .contains("node 2")
                .doesNotContain("node1");
        JsonNode json = json(host("list", "--name", "node 2", "--json"));
        assertThat(json.path("hosts")).hasSize(1);
        assertThat(json.at("/hosts/0/drained").isNull()).isTrue();
    }

    @Test
    void listsNoMoreThanIsAskedForAndSaysThatThereAreMore() throws IOException {
        assertThat(host("list", "--limit", "1", "--table").out())
                .contains("node1", "There are more")
                .doesNotContain("node 2");
        assertThat(json(host("list", "--limit", "1", "--json")).path("next").asText())
                .isEqualTo(NODE.toString());
        assertThat(host("list", "--limit", "0").err()).contains("expected a --limit of 1 or more but got 0");
    }

    @Test
    void drainsAndSaysWhoIsStillThere() {
        claim();

        Run drained = host("drain", "node1", "--reason", "new disks", "--table");

        assertThat(drained.out()).contains("node1 is drained: new disks", "1 consumer still on it:", GUEST.toString());
        assertThat(host("show", NODE.toString(), "--table").out())
                .containsPattern("state +drained since .*: new disks")
                .contains("1 consumer on it:", GUEST.toString());
        assertThat(host("undrain", "node1", "--table").out()).contains("node1 is not drained any more.");
        assertThat(host("undrain", "node1", "--table").out()).contains("node1 was not drained.");
    }

    @Test
    void showsWhatDepartsWhileItIsHeld() {
        claim();
        report(NODE, "node1", "PCPU");

        assertThat(host("show", "node1", "--table").out())
                .containsPattern("node1 +" + NODE + " +yes, departing: VCPU\n");
    }

    @Test
    void removesByForceAlone() {
        claim();

        Run refused = host("remove", "node1");
        assertThat(refused.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(refused.err()).contains("in use by 1 consumer: " + GUEST);
        assertThat(host("remove", "node1", "--force").err()).contains("--force needs a reason");
        assertThat(host("remove", "node1", "--reason", "burnt").err()).contains("needs --force");

        Run removed = host("remove", "node1", "--force", "--reason", "burnt & lost", "--table");
        assertThat(removed.out())
                .contains(
                        "Removed 1 provider:",
                        "1 consumer lost what was held there:",
                        GUEST.toString(),
                        "the next report that it sends brings it back");
        assertThat(host("show", "node1").err()).contains("no host is named node1; see: berth host list");
    }

    @Test
    void renamesWhatIsNamed() {
        assertThat(host("rename", "node 2", "node1").err()).contains("is named node1: " + NODE);
        assertThat(host("rename", "node 2", "node3", "--table").out()).contains("is named node3.");
        assertThat(host("show", "node3", "--table").out()).containsPattern("name +node3");
    }

    @Test
    void saysWhatToDoAndWhatIsWrong() {
        assertThat(Run.of("host").err()).contains("berth host list");
        assertThat(host("drain", "node1").err()).contains("--reason");
        assertThat(host("drain", "node1", "--reason", " ").err())
                .contains("expected the reason of a drain but got an empty text");
        assertThat(host("drain", new UUID(9, 9).toString(), "--reason", "x").err())
                .contains("No host with uuid " + new UUID(9, 9) + " is enrolled or has reported.");
    }

    private Run host(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "host";
        all[1] = arguments[0];
        all[2] = "--url";
        all[3] = "http://127.0.0.1:" + server.port();
        System.arraycopy(arguments, 1, all, 4, arguments.length - 1);
        return Run.of(all);
    }

    private static JsonNode json(Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }
}

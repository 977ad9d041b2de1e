package dev.berth.cli.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReplaceInventories;
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
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CapacityCommandTest {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");

    private static BrokerlessServer server;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        ProviderId host = new ProviderId(new UUID(1, 1));
        server.decide(Region.DEFAULT, new CreateProvider(new CommandId(new UUID(2, 1)), host, "cn1", Optional.empty()));
        server.decide(
                Region.DEFAULT,
                new ReplaceInventories(
                        new CommandId(new UUID(2, 2)),
                        host,
                        OptionalLong.empty(),
                        ImmutableSortedMap.of(VCPU, InventoryRecord.of(7))));
        ProviderId full = new ProviderId(new UUID(1, 2));
        server.decide(Region.DEFAULT, new CreateProvider(new CommandId(new UUID(2, 3)), full, "cn2", Optional.empty()));
        server.decide(
                Region.DEFAULT,
                new ReplaceInventories(
                        new CommandId(new UUID(2, 4)),
                        full,
                        OptionalLong.empty(),
                        ImmutableSortedMap.of(VCPU, InventoryRecord.of(4))));
        server.decide(
                Region.DEFAULT,
                new ClaimAllocations(
                        new CommandId(new UUID(2, 5)),
                        ImmutableList.of(new ConsumerClaim(
                                new ConsumerId(new UUID(3, 1)),
                                ExpectedConsumer.ABSENT,
                                "p",
                                "u",
                                Optional.empty(),
                                Allocations.of(full, VCPU, 4)))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void printsHowManyMoreFitAndWhere() {
        Run run = capacity("resources=VCPU:2", "--by", "host");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .startsWith("3 more fit")
                .contains("2 hosts  VCPU", "resources=VCPU:1 instead of 2", "       3  cn1");
    }

    @Test
    void showsAlsoTheHostsThatHaveNoRoomNow() throws IOException {
        Run run = capacity("resources=VCPU:2", "--by", "host");
        assertThat(run.out()).containsPattern("       0  cn2  [0-9a-f-]{36}  then lacks VCPU");
        JsonNode json = new ObjectMapper()
                .readTree(capacity("resources=VCPU:2", "--json", "--by=host").out());
        assertThat(json.at("/by_host/1/root_name").asText()).isEqualTo("cn2");
        assertThat(json.at("/by_host/1/capacity").asInt()).isZero();
    }

    @Test
    void printsTheAnswerAsJsonForPrograms() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(capacity("resources=VCPU:2", "--json", "--by=trait").out());

        assertThat(json.path("capacity").asInt()).isEqualTo(3);
        assertThat(json.path("by_trait")).isEmpty();
        assertThat(json.has("by_host")).isFalse();
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThat(capacity("resources=HOUSE:1").err()).contains("the service answers 400", "HOUSE");
        assertThat(capacity("resources=VCPU:1", "--microversion=1.9").err()).contains("404");
        assertThat(capacity("resources=VCPU:1", "--by=rack").status()).isEqualTo(ExitCode.USAGE);
        assertThat(capacity("resources=VCPU:1", "--by=rack").err())
                .contains("expected host, aggregate or trait but got rack");
    }

    @Test
    void showsExamplesInItsHelp() {
        assertThat(Run.of("capacity", "--help").out()).contains("Examples:", "--by host", "host, aggregate or trait");
    }

    @Test
    void serviceRefusesAShapeThatIsNoRequestBeforeItStarts() {
        Run run = Run.of("up", "--shape", "small=resources=VCPU:0");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("shape small is no request for candidates");

        run = Run.of("up", "--shape", "a=resources=VCPU:1", "--shape", "a=resources=VCPU:2");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("expected one --shape of each name but got two of a");
    }

    private static Run capacity(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "capacity";
        all[1] = "--url=http://127.0.0.1:" + server.port();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Run.of(all);
    }
}

package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.CommandId;
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
                        ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(7))));
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
                .contains("1 host   VCPU", "resources=VCPU:1 instead of 2", "       3  cn1");
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

package dev.berth.cli.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
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

class ExplainCommandTest {
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
                        ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(4))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellsWhyNothingIsFound() {
        Run run = explain("resources=VCPU:5");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("no candidates ever", "cn1 has 4 VCPU in all, 5 asked for");
    }

    @Test
    void explainsWhatWasSoAtAMomentOfThePast() {
        assertThat(explain("resources=VCPU:4").out()).doesNotContain("no candidates");
        assertThat(explain("resources=VCPU:4", "--as-of", "0@0").out())
                .contains("no candidates")
                .doesNotContain("4 VCPU in all");
        assertThat(explain("resources=VCPU:4", "--as-of", "0@1").out())
                .isEqualTo(explain("resources=VCPU:4").out());
    }

    @Test
    void refusesWhatIsNoMomentOfThePast() {
        Run malformed = explain("resources=VCPU:4", "--as-of", "yesterday");
        assertThat(malformed.status()).isEqualTo(ExitCode.USAGE);
        assertThat(malformed.err()).contains("expected an offset such as 1042", "but got 'yesterday'");

        Run future = explain("resources=VCPU:4", "--as-of", "7");
        assertThat(future.status()).isEqualTo(1);
        assertThat(future.err()).contains("400", "nothing is at 0@7 yet", "ends before 0@2");
    }

    @Test
    void printsTheAnswerAsJsonForPrograms() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(explain("resources=VCPU:2", "--json").out());

        assertThat(json.path("allocation_requests")).hasSize(1);
        assertThat(json.at("/explanation/verdict").asText()).isEqualTo("found");
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThat(explain("resources=HOUSE:1").err()).contains("the service answers 400", "HOUSE");
        assertThat(explain("resources=VCPU:2,all").err())
                .startsWith("berth: the service answers 400: Badly formed resources parameter.")
                .hasLineCount(1);
        assertThat(explain("resources=VCPU:a few {").err()).contains("expected positive integer amount", "a few {");
        assertThat(explain("resources=VCPU:1", "--microversion=1.9").err()).contains("404");
    }

    /** A # does not cut off what is behind it. */
    @Test
    void sendsTheWholeRequestAndRefusesWhatEncodesNothing() {
        assertThat(explain("resources=VCPU:2&required=A#B").err()).contains("the service answers 400", "A#B");
        for (String bad : new String[] {"%", "%4", "%zz"}) {
            Run refused = explain("resources=VCPU:2&in_tree=" + bad);
            assertThat(refused.status()).as(bad).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).as(bad).contains("two hexadecimal digits").doesNotContain("Exception");
        }
    }

    @Test
    void saysWhatARequestIsWhereAnAddressOrAnAmountIsTyped() {
        for (String bad : new String[] {
            "?resources=VCPU:2", "VCPU:2", "/allocation_candidates?resources=VCPU:2", "http://127.0.0.1/?limit=1"
        }) {
            Run refused = explain(bad);
            assertThat(refused.status()).as(bad).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).as(bad).contains("such as resources=VCPU:4, but got " + bad);
        }
    }

    @Test
    void saysHowToGetAServiceWhereNoneAnswers() {
        Run run = Run.of("explain", "--url", "http://127.0.0.1:1", "resources=VCPU:1");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("http://127.0.0.1:1", "berth up");
    }

    private static Run explain(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "explain";
        all[1] = "--url=http://127.0.0.1:" + server.port();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Run.of(all);
    }
}

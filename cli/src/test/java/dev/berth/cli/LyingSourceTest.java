package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports from, and exports to, what answers as no Placement does: a Berth behind a proxy that spoils answers. */
class LyingSourceTest {
    private static final String DASHED = "\\{\"([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\""
            + ": *(\\{[^{}]*\\{[^{}]*}[^{}]*})";

    private BrokerlessServer there;
    private BrokerlessServer here;

    @BeforeEach
    void start() throws Exception {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        new RandomFleet(url(there), 1).fill(4, 8);
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private Run take(String from) {
        return Run.of("import", "--from", from, "--url", url(here), "--mirror", "--json");
    }

    private Run takeSpoilt(String path, String from, String to) throws Exception {
        try (BadProxy proxy = new BadProxy(
                url(there),
                (method, asked, answer) -> asked.matches(path)
                        ? new BadProxy.Answer(answer.status(), answer.body().replaceAll(from, to))
                        : answer)) {
            return take(proxy.url());
        }
    }

    private long appended() {
        return here.view(Region.DEFAULT).position().offset();
    }

    /** What was imported before is still here, though all of it would go if nothing were taken for an empty list. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/resource_providers | (?s)^.*$ | {} | expected a list as resource_providers but got nothing",
                "/resource_providers | (?s)^.*$ | [] | expected a list as resource_providers but got nothing",
                "/resource_providers | (?s)\\[.*] | null | expected a list as resource_providers but got \"null\"",
                "/resource_providers | (?s)^(.*)$ | $1$1 | expected JSON of GET /resource_providers",
                "/resource_providers | (?s)}\\s*$ | ,\"resource_providers\":[]} "
                        + "| expected JSON of GET /resource_providers",
                "/resource_providers | parent_provider_uuid\": *[^,}]+ | parent_provider_uuid\":7 "
                        + "| expected a text as parent_provider_uuid but got \"7\"",
                "/resource_providers | \"name\": *\"[^\"]* | $0\\\\ud800 | got half of a surrogate pair",
                "/resource_classes | resource_classes\" | classes\" | expected a list as resource_classes",
                "/traits | traits\" | names\" | expected a list as traits but got nothing",
                "/.*/traits | traits\" | names\" | expected a list as traits but got nothing",
                "/.*/aggregates | aggregates\" | groups\" | expected a list as aggregates but got nothing",
                "/.*/inventories | inventories\" | stocks\" | expected an object as inventories but got nothing",
                "/.*/inventories | allocation_ratio\": *[0-9.E]+ | allocation_ratio\":\"2\" "
                        + "| expected a number as allocation_ratio",
                "/resource_p.*/allocations | allocations\" | held\" "
                        + "| expected an object as allocations but got nothing",
                "/.*/usages | usages\" | used\" | expected an object as usages but got nothing",
                "/allocations/.* | allocations\" | held\" | expected an object as allocations but got nothing",
                "/allocations/.* | resources\" | amounts\" | expected an object as resources but got nothing",
                "/allocations/.* | consumer_type\": *\"[^\"]*\" | consumer_type\":7 "
                        + "| expected a text as consumer_type",
                "/.* | eneration\": *\\d+ | eneration\":9223372036854775807 "
                        + "| expected a generation from 0 to 4611686018427387903",
            })
    void takesNothingForAbsentThatIsNotSaidToBe(String path, String from, String to, String words) throws Exception {
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        long before = appended();
        Run run = takeSpoilt(path, from, to);
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains(words).doesNotContain("UNFORESEEN");
        assertThat(appended()).isEqualTo(before);
    }

    @Test
    void losesNoneOfTwoConsumersOfOneId() throws Exception {
        Run run = takeSpoilt("/resource_providers/.*/allocations", DASHED, "{\"$1-$2-$3-$4-$5\":$6,\"$1$2$3$4$5\":$6");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("is there twice, as", "claim for it again under another UUID");
        assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
    }

    /** A Placement has what it lists under such an id; the one behind the proxy has not. */
    @Test
    void asksForIdsInBracesAsAPathMayHaveThem() throws Exception {
        Run run = takeSpoilt("/resource_providers", "\"uuid\": *\"([0-9a-f-]+)\"", "\"uuid\":\"{$1}\"");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.DIFFERENCES);
        assertThat(run.out()).contains("went away while it was read");
    }

    @Test
    void saysWhatATargetAnswersAsNoPlacementDoes() throws Exception {
        try (BadProxy proxy = new BadProxy(
                url(here),
                (method, path, answer) -> method.equals("PUT") && path.endsWith("/inventories")
                        ? new BadProxy.Answer(200, "{}")
                        : answer)) {
            Run run = Run.of("export", "--to", proxy.url(), "--url", url(there));
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err())
                    .contains(
                            proxy.url() + " answers PUT /resource_providers/",
                            "as no Placement does: expected a generation",
                            "A part of the region was written")
                    .doesNotContain("UNFORESEEN");
        }
    }
}

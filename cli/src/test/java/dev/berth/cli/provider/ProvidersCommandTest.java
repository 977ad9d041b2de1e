package dev.berth.cli.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.PlacementShell;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProvidersCommandTest {
    private static final String NODE = "00000000-0000-4000-8000-000000000001";
    private static final String CARD = "00000000-0000-4000-8000-000000000002";
    private static final String AGGREGATE = "00000000-0000-4000-8000-0000000000aa";

    private static PlacementShell shell;

    @BeforeAll
    static void start() {
        shell = new PlacementShell();
        shell.out("providers create node1 --uuid " + NODE);
        shell.out("providers create card1 --uuid " + CARD + " --parent node1");
        shell.out("inventory set node1 VCPU:total=16,reserved=1,allocation_ratio=2.0 MEMORY_MB:total=1024");
        shell.out("traits create CUSTOM_FAST");
        shell.out("traits set card1 CUSTOM_FAST");
        shell.out("aggregates set node1 " + AGGREGATE);
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @Test
    void listsAllOrThoseThatPassEachFilter() {
        assertThat(shell.table("providers list")).isEqualTo("""
                NAME   UUID                                  GENERATION  PARENT
                node1  %s  2           -
                card1  %s  1           node1""".formatted(NODE, CARD));
        assertThat(names("providers list --name card1")).containsExactly("card1");
        assertThat(names("providers list --in-tree card1")).containsExactly("node1", "card1");
        assertThat(names("providers list --required CUSTOM_FAST")).containsExactly("card1");
        assertThat(names("providers list --required !CUSTOM_FAST")).containsExactly("node1");
        assertThat(names("providers list --required in:CUSTOM_FAST,HW_CPU_X86_AVX"))
                .containsExactly("card1");
        assertThat(names("providers list --member-of " + AGGREGATE)).containsExactly("node1");
        assertThat(names("providers list --resources VCPU:8,MEMORY_MB:1024")).containsExactly("node1");
        assertThat(shell.table("providers list --resources VCPU:1000")).isEqualTo("No provider.");
    }

    private static Iterable<String> names(String typed) {
        return shell.json(typed).path("resource_providers").findValuesAsText("name");
    }

    @Test
    void showsAllThatIsKnownOfOneProvider() {
        JsonNode shown = shell.json("providers show node1");

        assertThat(shown.path("uuid").asText()).isEqualTo(NODE);
        assertThat(shown.at("/inventories/VCPU/capacity").asInt()).isEqualTo(30);
        assertThat(shown.at("/inventories/VCPU/used").asInt()).isZero();
        assertThat(shown.at("/aggregates/0").asText()).isEqualTo(AGGREGATE);
        assertThat(shown.path("traits")).isEmpty();
        assertThat(shown.path("generation").asInt()).isEqualTo(2);
        assertThat(shell.table("providers show node1"))
                .contains("aggregates   " + AGGREGATE, "parent       -", "traits       -")
                .containsPattern("VCPU +0 +30 +16 +1 +1 +2147483647 +1 +2.0");
        assertThat(shell.table("providers show " + CARD))
                .contains("traits       CUSTOM_FAST", "inventories  -", "parent       " + NODE);
    }

    @Test
    void showsTheTreeOfAnyOfItsProviders() {
        assertThat(shell.table("providers tree card1")).isEqualTo("""
                NAME     UUID                                  GENERATION
                node1    %s  2
                  card1  %s  1""".formatted(NODE, CARD));
        JsonNode tree = shell.json("providers tree card1 --inventory");
        assertThat(tree.path("name").asText()).isEqualTo("node1");
        assertThat(tree.at("/inventories/MEMORY_MB/total").asInt()).isEqualTo(1024);
        assertThat(tree.at("/children/0/name").asText()).isEqualTo("card1");
        assertThat(shell.table("providers tree node1 --inventory")).contains("MEMORY_MB 0/1024, VCPU 0/30");
    }

    @Test
    void renamesAndMovesAndDeletes() {
        String uuid = shell.json("providers create spare").path("uuid").asText();

        assertThat(shell.table("providers rename spare spare-1")).isEqualTo(uuid + " is named spare-1.");
        assertThat(shell.table("providers move spare-1 --parent node1")).isEqualTo("spare-1 is below node1.");
        assertThat(shell.json("providers rename spare-1 spare-2")
                        .path("parent_provider_uuid")
                        .asText())
                .as("a new name moves nothing")
                .isEqualTo(NODE);
        assertThat(shell.refusal("providers delete node1"))
                .contains("409 placement.resource_provider.cannot_delete_parent", "berth providers tree PROVIDER");
        assertThat(shell.table("providers move spare-2 --as-root")).isEqualTo("spare-2 is a root.");
        assertThat(shell.table("providers delete spare-2")).isEqualTo("Deleted spare-2, " + uuid + ".");
        assertThat(names("providers list --name spare-2")).isEmpty();
    }

    @Test
    void saysWithItsCodeWhatIsWrongAndWhatToDo() {
        assertThat(shell.refusal("providers create node1"))
                .contains("409 placement.duplicate_name: ", "node1", "berth providers list --name NAME");
        assertThat(shell.refusal("providers show node9"))
                .contains("no resource provider has the UUID or the name node9", "berth providers list");
        assertThat(shell.refusal("providers list --required CUSTOM_SLOW")).contains("400", "CUSTOM_SLOW");
        assertThat(shell.refusal("providers list --microversion 1.99"))
                .contains("406", "--microversion names one of those that it speaks, which are 1.0 to 1.39");
        assertThat(shell.refusal("providers move node1 --parent card1")).contains("400", "loop");
    }

    @Test
    void refusesWhatCannotBeMeantBeforeItAsks() {
        assertUsage("providers list --microversion 2.0", "such as 1.39");
        assertUsage("providers move node1", "--parent");
        assertUsage("providers move card1 --as-root --microversion 1.36", "needs --microversion 1.37 or newer");
        assertUsage("providers create x --uuid 12", "--uuid");
        assertThat(Run.of("providers").err()).contains("berth providers list");
    }

    private static void assertUsage(String typed, String hint) {
        Run run = shell.run(typed);
        assertThat(run.status()).as(typed).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(hint);
    }

    @Test
    void speaksOlderVersionsToo() {
        JsonNode old = shell.json("providers list --microversion 1.0");
        assertThat(old.at("/resource_providers/0").has("parent_provider_uuid")).isFalse();
        assertThat(shell.table("inventory show node1 --microversion 1.0")).contains("VCPU");
    }
}

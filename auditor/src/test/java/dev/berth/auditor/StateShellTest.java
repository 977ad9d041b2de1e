package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.directory.NodePath;
import dev.berth.ledger.directory.RegionRoot;
import dev.berth.ledger.directory.TestingState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is shown to people and to programs who look around in a state. */
final class StateShellTest {
    private final TestingState state = new TestingState("""
            report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
            claim vm1@- cn1:VCPU=4 project p1
            drain cn1 new kernel""");

    @Test
    void showsDirectoriesAndFieldsAsAShellDoes() {
        assertThat(shown("ls")).isEqualTo("""
                classes/
                consumers/
                devices/
                flavors/
                hosts/
                projects/
                providers/
                region
                rules
                traits/
                trees/
                """);
        assertThat(shown("ls", "devices/cn1")).isEqualTo("0000:81:00.1  available\n");
        assertThat(shown("ls", "rules")).isEqualTo("rules\n");
        assertThat(shown("cat", "providers/cn1/inventories/VCPU")).isEqualTo("""
                allocation_ratio  1.0
                capacity          8
                free              4
                max_unit          2147483647
                min_unit          1
                reserved          0
                step_size         1
                total             8
                used              4
                """);
        assertThat(shown("cat", "hosts/cn1")).contains("drained        new kernel\n", "1970-01-01T00:00:02Z\n");
        assertThat(shown("tree", "trees", "3")).contains("cn1/  cn1\n", "  children/\n    nic0/  nic0\n");
        assertThat(shown("tree", "projects/p1")).isEqualTo("consumers/\n  vm1/\n");
        assertThat(shown("find", "cn1"))
                .isEqualTo("/devices/cn1  cn1\n/hosts/cn1  cn1\n/hosts/cn1/vouched/cn1  cn1\n/providers/cn1  cn1\n");
        assertThat(shown("find", "providers", "nic")).isEqualTo("/providers/nic0  nic0\n");
        assertThat(shown("help")).contains("find [PATH] TEXT");
    }

    @Test
    void beginsPathsWhereItHasGone() {
        StringWriter out = new StringWriter();
        StateShell shell = new StateShell(RegionRoot.of(state.fold()), false, new PrintWriter(out));
        shell.run(List.of());
        shell.run(List.of("cd", "providers/cn1"));
        assertThat(state.named(shell.directory())).isEqualTo("/providers/cn1");
        shell.run(List.of("cat", "usages/VCPU"));
        shell.run(List.of("cd", "../.."));
        shell.run(List.of("pwd"));
        assertThat(out).hasToString("used  4\n/\n");
        shell.run(List.of("cd", "hosts"));
        shell.run(List.of("cd"));
        assertThat(shell.directory()).isEqualTo("/");
    }

    @Test
    void writesJsonForPrograms() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode listed = mapper.readTree(json("ls", "providers/cn1/inventories"));
        assertThat(listed.get("path").asText()).endsWith("/inventories/VCPU");
        assertThat(listed.get("directory").asBoolean()).isFalse();
        assertThat(listed.get("name").isNull()).isTrue();
        JsonNode consumer = mapper.readTree(json("cat", "consumers/" + state.symbols.consumer("vm1")));
        assertThat(consumer.at("/fields/project").asText()).isEqualTo("p1");
        assertThat(consumer.at("/fields/generation").asInt()).isEqualTo(1);
        assertThat(mapper.readTree(json("cat", "consumers")).get("fields")).isEmpty();
        assertThat(json("find", "cn1").lines()).hasSize(4).allSatisfy(line -> mapper.readTree(line));
    }

    /** Names come from agents and clients, who may want to look like somebody else. */
    @Test
    void escapesNamesThatMoveCursorsOrBeginLines() {
        String hostile = "x\u202e\u2028FORGED";
        state.take(new CreateProvider(
                new CommandId(new UUID(9, 9)), new ProviderId(new UUID(9, 1)), hostile, Optional.empty()));
        state.take("claim vm2@- cn1:VCPU=1 project p\u202e");
        for (String shown : List.of(
                shown("ls", "providers"),
                shown("ls", "trees"),
                shown("tree", "/"),
                shown("find", "FORGED"),
                shown("ls", "projects"),
                shown("cat", "providers/" + new UUID(9, 1)),
                json("ls", "providers"),
                json("cat", "providers/" + new UUID(9, 1)),
                json("ls", "trees"))) {
            assertThat(shown).doesNotContain("\u202e", "\u2028");
            assertThat(shown.lines()).noneMatch(line -> line.startsWith("FORGED"));
        }
        assertThat(shown("ls", "trees")).contains("x%E2%80%AE%E2%80%A8FORGED/");
        assertThat(shown("cat", "trees/x%E2%80%AE%E2%80%A8FORGED")).contains("x\\u202e\\u2028FORGED");
    }

    @Test
    void saysWhatWouldBeRight() {
        assertFails("nothing is at /providers/cn9; what there is at /providers is shown by ls", "ls", "providers/cn9");
        assertFails("nothing is at /a\\u202e", "ls", "a\u202e");
        assertFails("/consumers has no fields; what is in it is shown by ls", "cat", "consumers");
        assertFails("/rules is no directory; its fields are shown by cat", "cd", "rules");
        assertWrong("expected one of ls, cat, tree, find, cd, pwd, help, exit but got rm", "rm", "-rf");
        assertWrong("but got r\\u202em", "r\u202em");
        assertWrong("expected ls [PATH]", "ls", "a", "b");
        assertWrong("expected find [PATH] TEXT", "find");
        assertWrong("expected a depth from 1 to 200 but got 0", "tree", "0");
        assertWrong("expected a depth from 1 to 200 but got 999999999999", "tree", "999999999999");
    }

    private void assertFails(String message, String... words) {
        assertThatThrownBy(() -> shown(words))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining(message);
    }

    private void assertWrong(String message, String... words) {
        assertThatThrownBy(() -> shown(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void showsDifferencesAsATree() {
        state.take("claim vm1@1 nic0:CUSTOM_PCI_8086_10ED=1 project p1")
                .take("undrain cn1")
                .take("provider cn2");
        StateAt before = new StateAt(state.after(2));
        StateAt after = new StateAt(state.fold());
        StateDiffText text = new StateDiffText();
        StringBuilder lines = new StringBuilder();
        for (String path : List.of("devices", "providers/cn2")) {
            StateComparison.of(before, after, path)
                    .changes(change -> lines.append(text.next(change)).append('\n'));
        }
        assertThat(state.named(lines.toString())).isEqualTo("""
                  devices/
                    cn1/
                ~     0000:81:00.1  claimed
                        consumer none -> vm1
                        request none -> allocation
                        state available -> claimed
                  providers/
                +   cn2  cn2
                      created_at none -> 1970-01-01T00:00:05Z
                      generation none -> 0
                      name none -> cn2
                      root none -> cn2
                      updated_at none -> 1970-01-01T00:00:05Z
                """);
        assertThatThrownBy(() -> StateComparison.of(before, after, "providers/cn9"))
                .isInstanceOf(AuditFailedException.class)
                .hasMessage("nothing is at /providers/cn9 in either state");
    }

    /** A name means what it means later; what was called so before is another thing. */
    @Test
    void comparesTheThingThatIsCalledSoLater() {
        TestingState renamed = new TestingState("""
                provider old named cn1
                provider new named cn2
                update old named cn3
                update new named cn1""");
        StateAt before = new StateAt(renamed.after(2));
        StateAt after = new StateAt(renamed.fold());
        StateComparison.of(before, after, "providers/cn1").changes(change -> {
            assertThat(change.path())
                    .isEqualTo(NodePath.ROOT
                            .with("providers")
                            .with(renamed.symbols.provider("new").toString()));
            assertThat(change.fields().get(0).from()).contains("cn2");
        });
        StateComparison.of(before, after, "providers/cn2")
                .changes(change -> assertThat(change.label()).contains("cn1"));
    }

    private String shown(String... words) {
        return run(false, words);
    }

    private String json(String... words) {
        return run(true, words);
    }

    private String run(boolean isJson, String... words) {
        StringWriter out = new StringWriter();
        new StateShell(RegionRoot.of(state.fold()), isJson, new PrintWriter(out)).run(List.of(words));
        return isJson ? out.toString() : state.named(out.toString());
    }
}

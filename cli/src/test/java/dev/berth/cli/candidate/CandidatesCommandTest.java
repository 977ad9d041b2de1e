package dev.berth.cli.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.berth.cli.PlacementShell;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CandidatesCommandTest {
    private static final String NODE = "00000000-0000-4000-8000-000000000001";
    private static final String SOCKET = "00000000-0000-4000-8000-000000000002";
    private static final String NIC = "00000000-0000-4000-8000-000000000003";
    private static final String GPU = "00000000-0000-4000-8000-000000000004";
    private static final String FAR_GPU = "00000000-0000-4000-8000-000000000005";
    private static final String SMALL = "00000000-0000-4000-8000-000000000006";
    private static final String AGGREGATE = "00000000-0000-4000-8000-0000000000aa";

    private static PlacementShell shell;

    /** A host with a card and a GPU at one socket and a GPU elsewhere, and a host with CPUs alone. */
    @BeforeAll
    static void start() {
        shell = new PlacementShell();
        shell.out("providers create node1 --uuid " + NODE);
        shell.out("providers create node1-socket --parent node1 --uuid " + SOCKET);
        shell.out("providers create node1-nic --parent node1-socket --uuid " + NIC);
        shell.out("providers create node1-gpu --parent node1-socket --uuid " + GPU);
        shell.out("providers create node1-far --parent node1 --uuid " + FAR_GPU);
        shell.out("providers create node2 --uuid " + SMALL);
        shell.out("inventory set node1 VCPU:total=16");
        shell.out("inventory set node1-nic SRIOV_NET_VF:total=4");
        shell.out("inventory set node1-gpu VGPU:total=2");
        shell.out("inventory set node1-far VGPU:total=2");
        shell.out("inventory set node2 VCPU:total=4");
        shell.out("traits set node1 COMPUTE_NODE HW_CPU_X86_AVX2");
        shell.out("traits set node2 HW_CPU_X86_AVX");
        shell.out("traits set node1-socket HW_NUMA_ROOT");
        shell.out("aggregates set node2 " + AGGREGATE);
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @Test
    void listsWhatIsTakenOfWhichProviderInATable() {
        assertThat(shell.table("candidates --resources VCPU:2")).isEqualTo("""
                #  PROVIDER  UUID                                  GIVES   FOR  USED/CAPACITY
                1  node1     %s  VCPU:2  -    VCPU 0/16
                2  node2     %s  VCPU:2  -    VCPU 0/4""".formatted(NODE, SMALL));
        assertThat(shell.table("candidates --resources VCPU:2 --group _N --resources SRIOV_NET_VF:1"))
                .contains("1  node1      " + NODE, "   node1-nic  " + NIC + "  SRIOV_NET_VF:1  _N");
    }

    @Test
    void saysWhatOlderClientsCannotSay() {
        assertThat(roots("candidates --resources VCPU:1 --required in:HW_CPU_X86_AVX,HW_CPU_X86_AVX2"))
                .containsExactly(NODE, SMALL);
        assertThat(roots("candidates --resources VCPU:1 --required HW_CPU_X86_AVX,!HW_CPU_X86_AVX2"))
                .containsExactly(SMALL);
        assertThat(roots("candidates --resources VCPU:1 --in-tree node2")).containsExactly(SMALL);
        assertThat(roots("candidates --resources VCPU:1 --member-of in:" + AGGREGATE + "," + NODE))
                .containsExactly(SMALL);
        assertThat(roots("candidates --resources VCPU:1 --member-of !" + AGGREGATE))
                .containsExactly(NODE);
        assertThat(roots("candidates --resources VCPU:1 --root-required COMPUTE_NODE"))
                .containsExactly(NODE);
        assertThat(roots("candidates --resources VCPU:1 --policy pack")).containsExactly(SMALL, NODE);
    }

    private static Iterable<String> roots(String typed) {
        return () -> shell.json(typed).path("allocation_requests").findValues("allocations").stream()
                .map(each -> each.fieldNames().next())
                .iterator();
    }

    @Test
    void givesEachGroupTheOptionsBehindIt() {
        String groups = "candidates --group _NIC --resources=SRIOV_NET_VF:1 --group _GPU --resources VGPU:1"
                + " --group-policy none";
        assertThat(shell.json(groups).path("allocation_requests")).hasSize(2);

        JsonNode near = shell.json(groups + " --group _S --required HW_NUMA_ROOT --same-subtree _NIC,_GPU,_S");
        assertThat(near.path("allocation_requests")).hasSize(1);
        assertThat(near.at("/allocation_requests/0/mappings/_GPU/0").asText()).isEqualTo(GPU);
        assertThat(near.at("/allocation_requests/0/mappings/_S/0").asText()).isEqualTo(SOCKET);
    }

    @Test
    void saysWhenThereMayBeMoreAndHowToFindOutWhyThereAreNone() {
        assertThat(shell.table("candidates --resources VCPU:2 --limit 1"))
                .endsWith("There may be more; --limit says how many are listed.");
        assertThat(shell.table("candidates --resources VCPU:20 --required COMPUTE_NODE"))
                .isEqualTo("No candidate. For the reasons: berth explain 'resources=VCPU:20&required=COMPUTE_NODE'");
    }

    /** A search that takes all of its steps takes too long for a test, so what a service says then is said here. */
    @Test
    void saysWhenASearchEndedBeforeItWasDone() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        service.createContext("/", exchange -> {
            byte[] none = "{\"allocation_requests\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("x-berth-candidates-cut", "STEPS");
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
            exchange.close();
        });
        service.start();
        try {
            Run run = PlacementShell.runAt(
                    "http://127.0.0.1:" + service.getAddress().getPort(), "candidates --resources VCPU:1");

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.err()).contains("The search ended at a bound (STEPS)");
        } finally {
            service.stop(0);
        }
    }

    @Test
    void asksTheVersionThatIsNamed() {
        assertThat(shell.json("candidates --resources VCPU:2 --microversion 1.29")
                        .at("/allocation_requests/0")
                        .has("mappings"))
                .isFalse();
        assertThat(shell.table("candidates --resources VCPU:2 --microversion 1.29"))
                .contains("node1", "node2");
        assertThat(shell.refusal("candidates --resources VCPU:2 --root-required COMPUTE_NODE --microversion 1.34"))
                .contains("400", "root_required");
    }

    @Test
    void refusesWhatAsksForNothingOrTwice() {
        assertUsage("candidates", "expected what is asked for, such as --resources VCPU:2");
        assertUsage("candidates --resources --limit 2", "expected CLASS:N,.. behind --resources");
        assertUsage(
                "candidates --group 1 --resources VCPU:1 --group 1 --resources VGPU:1",
                "expected each --group once but got two of 1");
        assertUsage("candidates --resources VCPU:1 --limit 0", "1 or more");
        assertThat(shell.refusal("candidates --resources HOUSE:1")).contains("400", "HOUSE");
        assertThat(shell.refusal("candidates --resources VCPU:1 --in-tree node9"))
                .contains("node9");
    }

    private static void assertUsage(String typed, String hint) {
        Run run = shell.run(typed);
        assertThat(run.status()).as(typed).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(hint);
    }
}

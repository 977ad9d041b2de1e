package dev.berth.cli.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.BadProxy;
import dev.berth.cli.PlacementShell;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryCommandTest {
    private static final String AGGREGATE = "00000000-0000-4000-8000-0000000000aa";
    private static final String OTHER = "00000000-0000-4000-8000-0000000000bb";

    private PlacementShell shell;

    @BeforeEach
    void start() {
        shell = new PlacementShell();
        shell.out("providers create node1");
        shell.out("inventory set node1 VCPU:total=16,max_unit=8 MEMORY_MB:total=1024");
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void setsWhatIsNamedAndLeavesTheRest() {
        JsonNode set = shell.json("inventory set node1 VCPU:allocation_ratio=4.0 DISK_GB:total=50");

        assertThat(set.path("resource_provider_generation").asInt()).isEqualTo(2);
        assertThat(set.at("/inventories/VCPU/total").asInt()).isEqualTo(16);
        assertThat(set.at("/inventories/VCPU/max_unit").asInt()).isEqualTo(8);
        assertThat(set.at("/inventories/VCPU/capacity").asInt()).isEqualTo(64);
        assertThat(set.path("inventories").fieldNames()).toIterable().contains("MEMORY_MB", "DISK_GB");
        assertThat(shell.table("inventory show node1")).isEqualTo("""
                CLASS      USED  CAPACITY  TOTAL  RESERVED  MIN         MAX  STEP  RATIO
                DISK_GB       0        50     50         0    1  2147483647     1    1.0
                MEMORY_MB     0      1024   1024         0    1  2147483647     1    1.0
                VCPU          0        64     16         0    1           8     1    4.0""");
        assertThat(shell.json("inventory set node1 VCPU:total=4 --replace").path("inventories"))
                .hasSize(1);
        assertThat(shell.table("inventory set node1 VCPU:none")).isEqualTo("node1 has no inventory.");
    }

    @Test
    void deletesSomeOrAll() {
        assertThat(shell.json("inventory delete node1 VCPU").path("inventories"))
                .hasSize(1);
        assertThat(shell.refusal("inventory delete node1 VCPU")).contains("has no inventory of VCPU");
        assertThat(shell.table("inventory delete node1 --all")).isEqualTo("node1 has no inventory.");
        assertThat(shell.run("inventory delete node1").status()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("inventory delete node1 VCPU --all").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesWhatIsHeldAndSaysWhere() {
        shell.out("allocation set 00000000-0000-4000-8000-0000000000c1 node1=VCPU:2 --project p --user u");

        assertThat(shell.refusal("inventory delete node1 --all"))
                .contains("409 placement.inventory.inuse", "berth allocation list PROVIDER");
        assertThat(shell.table("usage provider node1")).isEqualTo("""
                CLASS      USED
                MEMORY_MB     0
                VCPU          2""");
    }

    @Test
    void writesNothingInAnOldGeneration() {
        assertThat(shell.refusal("inventory set node1 VCPU:total=4 --generation 0"))
                .contains("409 placement.concurrent_update", "look at it again");
        assertThat(shell.refusal("traits set node1 HW_CPU_X86_AVX --generation 7"))
                .contains("409 placement.concurrent_update");
        assertThat(shell.json("inventory set node1 VCPU:total=4 --generation 1")
                        .at("/inventories/VCPU/total")
                        .asInt())
                .isEqualTo(4);
    }

    /** Between reading and writing somebody else gives the provider a trait, which is not what is written here. */
    @Test
    void triesAgainWhereOnlyTheGenerationIsAnother() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (BadProxy between = new BadProxy(shell.url(), (method, path, answer) -> {
            if (path.endsWith("/inventories") && method.equals("GET") && reads.incrementAndGet() == 1) {
                shell.out("traits set node1 HW_CPU_X86_AVX");
            }
            return answer;
        })) {
            Run run = PlacementShell.runAt(between.url(), "inventory set node1 VCPU:total=20");

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.err()).contains("another generation", "trying again");
        }
        assertThat(shell.json("inventory show node1")
                        .at("/inventories/VCPU/total")
                        .asInt())
                .isEqualTo(20);
        assertThat(shell.table("traits list node1")).isEqualTo("HW_CPU_X86_AVX");
    }

    @Test
    void overwritesNothingThatSomebodyElseHasWrittenMeanwhile() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (BadProxy between = new BadProxy(shell.url(), (method, path, answer) -> {
            if (path.endsWith("/inventories") && method.equals("GET") && reads.incrementAndGet() == 1) {
                shell.out("inventory set node1 VCPU:total=99");
            }
            return answer;
        })) {
            Run run = PlacementShell.runAt(between.url(), "inventory set node1 VCPU:total=20");

            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err())
                    .contains("provider node1 was changed by somebody else meanwhile, so nothing was written")
                    .contains("\"total\":16", "\"total\":99");
        }
        assertThat(shell.json("inventory show node1")
                        .at("/inventories/VCPU/total")
                        .asInt())
                .isEqualTo(99);
    }

    @Test
    void setsAddsAndRemovesTraits() {
        assertThat(shell.refusal("traits add node1 CUSTOM_FAST")).contains("400", "No such trait CUSTOM_FAST");
        assertThat(shell.table("traits create CUSTOM_FAST CUSTOM_OLD")).isEqualTo("There are CUSTOM_FAST, CUSTOM_OLD.");
        shell.out("traits set node1 CUSTOM_OLD");
        assertThat(shell.table("traits add node1 HW_CPU_X86_AVX CUSTOM_FAST")).isEqualTo("""
                CUSTOM_FAST
                CUSTOM_OLD
                HW_CPU_X86_AVX""");
        assertThat(shell.table("traits list --associated --name startswith:CUSTOM_"))
                .isEqualTo("""
                CUSTOM_FAST
                CUSTOM_OLD""");
        assertThat(shell.table("traits remove node1 CUSTOM_OLD HW_CPU_X86_AVX")).isEqualTo("CUSTOM_FAST");
        assertThat(shell.table("traits delete CUSTOM_OLD")).isEqualTo("Deleted CUSTOM_OLD.");
        assertThat(shell.refusal("traits delete CUSTOM_FAST")).contains("409", "in use");
        assertThat(shell.json("traits set node1").path("traits")).isEmpty();
        assertThat(shell.table("traits list node1")).isEqualTo("node1 has no trait.");
        assertThat(shell.run("traits list node1 --associated").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void setsAddsAndRemovesAggregates() {
        assertThat(shell.table("aggregates list node1")).isEqualTo("node1 is in no aggregate.");
        shell.out("aggregates set node1 " + AGGREGATE);
        assertThat(shell.table("aggregates add node1 " + OTHER)).isEqualTo(AGGREGATE + "\n" + OTHER);
        assertThat(shell.table("aggregates remove node1 " + AGGREGATE)).isEqualTo(OTHER);
        assertThat(shell.refusal("aggregates set node1 rack7")).contains("400", "rack7");
    }

    @Test
    void saysWhichFieldsThereAre() {
        Run run = shell.run("inventory set node1 VCPU:size=4");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("expected CLASS:none or CLASS:FIELD=NUMBER", "total", "VCPU:size=4");
        assertThat(shell.refusal("inventory set node1 DISK_GB:reserved=4")).contains("a new one needs its total");
        assertThat(shell.refusal("inventory set node1 CUSTOM_NEW:total=4")).contains("400", "CUSTOM_NEW");
    }
}

package dev.berth.cli.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.BadProxy;
import dev.berth.cli.PlacementShell;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationCommandTest {
    private static final String GUEST = "00000000-0000-4000-8000-0000000000c1";
    private static final String HEIR = "00000000-0000-4000-8000-0000000000c2";
    private static final String NODE = "00000000-0000-4000-8000-000000000001";
    private static final String OTHER = "00000000-0000-4000-8000-000000000002";

    private PlacementShell shell;

    @BeforeEach
    void start() {
        shell = new PlacementShell();
        shell.out("providers create node1 --uuid " + NODE);
        shell.out("providers create node2 --uuid " + OTHER);
        shell.out("inventory set node1 VCPU:total=8 MEMORY_MB:total=1024");
        shell.out("inventory set node2 VCPU:total=4 MEMORY_MB:total=1024 DISK_GB:total=9");
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    private void claim() {
        shell.out("allocation set " + GUEST + " node1=VCPU:2,MEMORY_MB:512 --project p --user u");
    }

    @Test
    void setsAndShowsWhatAConsumerHolds() {
        assertThat(shell.table("allocation set " + GUEST + " node1=VCPU:2,MEMORY_MB:512 --project p --user u"
                        + " --type MIGRATION"))
                .isEqualTo("""
                        consumer    %s
                        type        MIGRATION
                        project     p
                        user        u
                        generation  1

                        PROVIDER  UUID                                  CLASS      AMOUNT
                        node1     %s  MEMORY_MB  512
                        node1     %s  VCPU       2""".formatted(GUEST, NODE, NODE));
        assertThat(shell.table("allocation list node1")).isEqualTo("""
                CONSUMER                              GENERATION  HOLDS
                %s  1           MEMORY_MB:512,VCPU:2""".formatted(GUEST));
        assertThat(shell.table("allocation list node2")).isEqualTo("Nobody holds anything of node2.");
        assertThat(shell.table("usage project p")).isEqualTo("""
                TYPE       CONSUMERS  CLASS      USED
                MIGRATION  1          MEMORY_MB  512
                MIGRATION  1          VCPU       2""");
        assertThat(shell.table("usage project p --type INSTANCE")).isEqualTo("Nothing is used.");
        assertThat(shell.table("usage project p --user u --microversion 1.37")).containsPattern("VCPU +2");
    }

    @Test
    void replacesAllOrAmendsWhatIsNamed() {
        claim();
        JsonNode amended = shell.json("allocation set " + GUEST + " node2=DISK_GB:3 --amend");
        assertThat(amended.path("allocations")).hasSize(2);
        assertThat(amended.path("consumer_type").asText()).isEqualTo("INSTANCE");
        assertThat(amended.path("consumer_generation").asInt()).isEqualTo(2);

        JsonNode replaced = shell.json("allocation set " + GUEST + " node2=DISK_GB:3 --project q");
        assertThat(replaced.path("allocations")).hasSize(1);
        assertThat(replaced.path("project_id").asText()).isEqualTo("q");
        assertThat(replaced.path("user_id").asText()).isEqualTo("u");
    }

    @Test
    void movesToAnotherProviderWhatItHoldsOfOne() {
        claim();
        shell.out("allocation set " + GUEST + " node2=VCPU:1 --amend");

        JsonNode moved = shell.json("allocation move " + GUEST + " --from node1 --to node2");

        assertThat(moved.path("allocations")).hasSize(1);
        assertThat(moved.at("/allocations/" + OTHER + "/resources/VCPU").asInt())
                .isEqualTo(3);
        assertThat(shell.refusal("allocation move " + GUEST + " --from node1 --to node2"))
                .contains("holds nothing of node1");
        shell.out("inventory set node1 VCPU:total=2");
        assertThat(shell.refusal("allocation move " + GUEST + " --from node2 --to node1"))
                .contains("409", "Unable to allocate inventory");
        assertThat(shell.json("allocation show " + GUEST).path("allocations").has(OTHER))
                .as("what could not be moved is where it was")
                .isTrue();
    }

    @Test
    void movesToAnotherConsumerAllAtOnce() {
        claim();

        JsonNode heir = shell.json("allocation move " + GUEST + " --to-consumer " + HEIR + " --type MIGRATION");

        assertThat(heir.at("/allocations/" + NODE + "/resources/VCPU").asInt()).isEqualTo(2);
        assertThat(heir.path("consumer_type").asText()).isEqualTo("MIGRATION");
        assertThat(heir.path("project_id").asText()).isEqualTo("p");
        assertThat(shell.table("allocation show " + GUEST)).isEqualTo("Consumer " + GUEST + " holds nothing.");
        claim();
        assertThat(shell.refusal("allocation move " + GUEST + " --to-consumer " + HEIR))
                .contains("holds something already");
        // The shell's own command line still has the group that was named before.
        assertThat(PlacementShell.runAt(shell.url(), "allocation move " + GUEST + " --from node1")
                        .status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(PlacementShell.runAt(shell.url(), "allocation move " + GUEST).status())
                .isEqualTo(ExitCode.USAGE);
    }

    /** What was claimed before there were types has none, and goes on without one. */
    @Test
    void movesAndReleasesWhatHasNoType() {
        shell.out("allocation set " + GUEST + " node1=VCPU:2 --project p --user u --microversion 1.37");
        assertThat(shell.json("allocation show " + GUEST).path("consumer_type").asText())
                .isEqualTo("unknown");
        shell.out("allocation set " + GUEST + " node1=VCPU:1");
        shell.out("allocation move " + GUEST + " --from node1 --to node2");
        assertThat(shell.json("allocation move " + GUEST + " --to-consumer " + HEIR)
                        .path("consumer_type")
                        .asText())
                .isEqualTo("unknown");
        assertThat(shell.json("allocation delete " + HEIR)
                        .at("/allocations/" + OTHER + "/resources/VCPU")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void releasesNothingThatHasChangedSinceItWasRead() throws Exception {
        claim();
        AtomicInteger reads = new AtomicInteger();
        // The first read is to see whether there is something, the second is what the write is of.
        try (BadProxy between = new BadProxy(shell.url(), (method, path, answer) -> {
            if (path.startsWith("/allocations/") && method.equals("GET") && reads.incrementAndGet() == 2) {
                shell.out("allocation set " + GUEST + " node1=VCPU:3");
            }
            return answer;
        })) {
            Run run = PlacementShell.runAt(between.url(), "allocation delete " + GUEST);

            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("consumer " + GUEST + " was changed by somebody else", "\"VCPU\":3");
        }
        assertThat(shell.json("allocation show " + GUEST)
                        .at("/allocations/" + NODE + "/resources/VCPU")
                        .asInt())
                .isEqualTo(3);
        assertThat(shell.table("allocation delete " + GUEST))
                .isEqualTo("Consumer " + GUEST + " holds nothing any more.");
        assertThat(shell.refusal("allocation delete " + GUEST)).contains("holds nothing");
    }

    @Test
    void claimsACandidateWithItsMappings(@TempDir Path dir) throws Exception {
        JsonNode candidates =
                shell.json("candidates --resources VCPU:2 --in-tree node2 --group _D --resources DISK_GB:1");
        Path file = dir.resolve("candidate.json");
        Files.writeString(file, candidates.at("/allocation_requests/0").toString());

        JsonNode held = shell.json("allocation set " + GUEST + " --candidate " + file + " --project p --user u");

        assertThat(candidates.at("/allocation_requests/0/mappings/_D/0").asText())
                .isEqualTo(OTHER);
        assertThat(held.at("/allocations/" + OTHER + "/resources/DISK_GB").asInt())
                .isEqualTo(1);
        Files.writeString(file, "[]");
        assertThat(shell.refusal("allocation set " + GUEST + " --candidate " + file))
                .contains("allocation_requests", "berth candidates");
        assertThat(shell.refusal("allocation set " + GUEST + " --candidate " + dir.resolve("none")))
                .contains("cannot be read");
        assertThat(shell.run("allocation set " + GUEST + " --candidate x --amend")
                        .status())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhatIsMissingOrDoesNotFit() {
        Run run = shell.run("allocation set " + GUEST + " node1=VCPU:2");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("is new, so it needs --project and --user");
        assertThat(shell.refusal("allocation set " + GUEST + " node1=VCPU:9 --project p --user u"))
                .contains("409", "VCPU");
        assertThat(shell.run("allocation set " + GUEST + " node1:VCPU=9").err()).contains("expected PROVIDER=CLASS:N");
        assertThat(shell.run("allocation set " + GUEST + " --project p").status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("allocation show vm1").status()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("allocation show " + GUEST + " --microversion 1.12")
                        .err())
                .contains("needs --microversion 1.28 or newer");
    }
}

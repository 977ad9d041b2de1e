package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
    @TempDir
    private Path dir;

    @Test
    void showsWhatThisHostWouldReport() {
        Run run = Run.of("agent", "--dry-run", "--host-name", "here");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("PROVIDER", "here", "VCPU", "MEMORY_MB", "DISK_GB");
    }

    @Test
    void printsTheReportAsJson() throws IOException {
        Run run = Run.of("agent", "--dry-run", "--json", "--host-name", "here", "--host-id", id());

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("host").asText()).isEqualTo(id());
        assertThat(json.at("/providers/0/inventories/VCPU/total").asLong()).isPositive();
    }

    @Test
    void takesTheHostFromAResourceTrackersDictionary() throws IOException {
        Path file = Files.writeString(
                dir.resolve("node.json"),
                "{\"hypervisor_hostname\": \"old\", \"vcpus\": 8, \"memory_mb\": 4096, \"local_gb\": 100}");

        Run run = Run.of("agent", "--dry-run", "--from-legacy", file.toString());

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("old", "VCPU 8");
    }

    @Test
    void namesTheFileAndTheMistakeInIt() throws IOException {
        Path file = Files.writeString(dir.resolve("spec.json"), "[{\"address\": \"nowhere\"}]");

        Run run = Run.of("agent", "--dry-run", "--device-spec", file.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("device spec cannot be used", file.toString());
    }

    @Test
    void saysThatKafkaDoesNotAnswer() {
        Run run = Run.of(
                "agent",
                "--once",
                "--kafka",
                "127.0.0.1:1",
                "--client-config",
                settings().toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("127.0.0.1:1");
    }

    private Path settings() {
        try {
            return Files.writeString(dir.resolve("client.properties"), "max.block.ms=500\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String id() {
        return "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11";
    }
}

package dev.berth.cli;

import static dev.berth.cli.Peers.keeps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance of an earlier build and one of this, on one log, as while a service is upgraded: whatever was
 * acknowledged stays, whichever of them takes the regions up after the other. The earlier build is on the class path in
 * {@code -Dberth.earlier}; docs/operating/upgrading.md says how to have one.
 */
@EnabledIfSystemProperty(named = "berth.earlier", matches = ".+", disabledReason = "needs an earlier build")
class MixedBuildsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int STOPPED_BY_SIGTERM = 143;
    private static final int TAKEOVERS = 4;
    private static final int CLAIMS = 20;

    @TempDir
    private Path dir;

    private final List<UUID> acknowledged = new ArrayList<>();
    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private Instance earlier;
    private Instance later;

    /** An instance that is started again under its name, at its port. */
    private final class Instance implements AutoCloseable {
        private final String name;
        private final String classPath;
        private final int port;
        private BerthProcess process;

        Instance(String name, String classPath) throws IOException {
            this.name = name;
            this.classPath = classPath;
            this.port = Peers.freePort();
        }

        void start() throws IOException {
            process = BerthProcess.begin(
                            List.of(),
                            classPath,
                            dir.resolve(name),
                            Peers.arguments(kafka.bootstrapServers(), registry.url(), name, port, 1))
                    .awaitReady();
        }

        /** What its fold of the default region comes to, once that is its own. */
        String digest() {
            return Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(
                            () -> {
                                assertThat(keeps(process)).isTrue();
                                return whole();
                            },
                            digest -> !digest.isEmpty());
        }

        private String whole() throws IOException, InterruptedException {
            JsonNode answer = new PatientCaller(process.url()).get("/audit/digest");
            return answer.at("/digest/whole").asText();
        }

        @Override
        public void close() {
            if (process != null) {
                process.close();
            }
        }
    }

    @AfterEach
    void stop() {
        Stream.of(earlier, later, registry, kafka)
                .filter(Objects::nonNull)
                .forEach(part -> Utils.closeQuietly(part, "a part of the test"));
    }

    @Test
    void takeRegionsFromEachOtherInBothDirections() throws Exception {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        registry = EmbeddedRegistry.start(kafka.bootstrapServers());
        earlier = new Instance("earlier", System.getProperty("berth.earlier"));
        later = new Instance("later", BerthProcess.classPath());
        earlier.start();
        Peers.provide(earlier.process.url());
        claim(earlier);
        later.start();
        claim(later);

        for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
            Instance owner = keeps(earlier.process) ? earlier : later;
            Instance other = owner == earlier ? later : earlier;
            claim(other);
            String before = owner.digest();
            assertThat(owner.process.stop()).as(owner.process.log()).isEqualTo(STOPPED_BY_SIGTERM);
            assertThat(other.digest()).as("%s after %s", other.name, owner.name).isEqualTo(before);
            claim(other);
            owner.start();
            claim(owner);
        }

        for (Instance each : List.of(earlier, later)) {
            assertThat(each.process.log()).doesNotContain("ERROR d.b");
            for (UUID consumer : acknowledged) {
                assertThat(Peers.get(each.process.url(), "/allocations/" + consumer)
                                .body())
                        .contains("VCPU");
            }
        }
        Run audit = Run.auditVerify(later.process.url(), kafka.bootstrapServers(), registry.url(), "--stores");
        assertThat(audit.status()).as(audit.all()).isEqualTo(ExitCode.OK);
        assertThat(audit.out()).contains("identical");
    }

    /** Claims at an instance, whichever of them serves the region. */
    private void claim(Instance at) {
        int before = acknowledged.size();
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            Peers.claim(at.process.url(), acknowledged);
            return acknowledged.size() == before + CLAIMS;
        });
    }
}

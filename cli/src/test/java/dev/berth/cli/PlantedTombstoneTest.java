package dev.berth.cli;

import static dev.berth.cli.Peers.PARTITIONS;
import static dev.berth.cli.Peers.PROVIDER;
import static dev.berth.cli.Peers.claim;
import static dev.berth.cli.Peers.get;
import static dev.berth.cli.Peers.keeps;
import static dev.berth.cli.Peers.provide;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.service.Backbone;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody writes to the changelog of a running pair that a consumer is gone. The owner does not see that, the standby
 * does: an audit of the stores finds it there, and when the owner is killed the standby does not believe it.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
class PlantedTombstoneTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String CHANGELOG = "berth-projector-regions-changelog";
    private static final int CLAIMS = 10;

    @TempDir
    private Path dir;

    @Test
    void isFoundBeforeATakeoverAndNotBelievedAtOne() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
            BerthProcess owner = keeps(first) ? first : second;
            BerthProcess survivor = owner == first ? second : first;
            String standby = survivor == first ? "berth-1" : "berth-2";
            provide(survivor.url());
            List<UUID> acknowledged = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                assertThat(claim(survivor.url(), acknowledged)).isEqualTo(204);
            }
            Run before = awaitAudit(backbone, survivor, 0);
            JsonNode copies =
                    new ObjectMapper().readTree(before.out()).path("stores").path("copies");
            assertThat(copies).as(before.out()).hasSize(2 * PARTITIONS);

            int partition = Partitions.of(Region.DEFAULT, PARTITIONS);
            plant(backbone, partition, acknowledged.get(0));

            Run found = awaitAudit(backbone, survivor, 3);
            for (JsonNode copy :
                    new ObjectMapper().readTree(found.out()).path("stores").path("copies")) {
                boolean isPlanted = copy.path("instance").asText().equals(standby)
                        && copy.path("partition").asInt() == partition;
                if (isPlanted) {
                    assertThat(copy.path("differences").toString())
                            .contains("region " + Region.DEFAULT.name(), "CONSUMERS");
                    assertThat(copy.path("role").asText()).isEqualTo("standby");
                } else {
                    assertThat(copy.path("differences")).as(found.out()).isEmpty();
                }
            }
            assertThat(audit(backbone, survivor).out())
                    .containsPattern("(?m)^store of " + standby + ", partition " + partition + ": region "
                            + Region.DEFAULT.name() + " .*CONSUMERS")
                    .doesNotContain("identical\n\n");
            assertThat(claim(survivor.url(), acknowledged))
                    .as("through the owner")
                    .isEqualTo(204);

            owner.kill();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> claim(survivor.url(), acknowledged) == 204);
            assertThat(survivor.log())
                    .contains("is not what was committed last", "CONSUMERS", "were made again from the log");
            assertThat(acknowledged)
                    .hasSize(CLAIMS + 2)
                    .allSatisfy(consumer -> assertThat(get(survivor.url(), "/allocations/" + consumer)
                                    .body())
                            .contains(PROVIDER.toString()));
            assertThat(get(survivor.url(), "/resource_providers/" + PROVIDER + "/usages")
                            .body())
                    .contains("\"VCPU\":" + acknowledged.size());
            Run after = awaitAudit(backbone, survivor, 0);
            assertThat(new ObjectMapper()
                            .readTree(after.out())
                            .path("identical")
                            .asBoolean())
                    .isTrue();
        }
    }

    /** An instance that was killed is still named as a peer for as long as the group has not struck it off. */
    private static Run awaitAudit(Backbone backbone, BerthProcess asked, int status) {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> audit(backbone, asked, "--json"), run -> run.status() == status);
    }

    private static Run audit(Backbone backbone, BerthProcess asked, String... more) {
        String[] arguments =
                Stream.concat(Stream.of("--stores"), Stream.of(more)).toArray(String[]::new);
        return Run.auditVerify(asked.url(), backbone.kafka().bootstrapServers(), backbone.registryUrl(), arguments);
    }

    /** As the rows of consumers are named: region, a zero, the letter c, the id. */
    private static void plant(Backbone backbone, int partition, UUID consumer) throws Exception {
        byte[] region = Region.DEFAULT.name().getBytes(StandardCharsets.US_ASCII);
        byte[] key = ByteBuffer.allocate(region.length + 2 + 2 * Long.BYTES)
                .put(region)
                .put((byte) 0)
                .put((byte) 'c')
                .putLong(consumer.getMostSignificantBits())
                .putLong(consumer.getLeastSignificantBits())
                .array();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(CHANGELOG, partition, key, null)).get();
        }
    }

    private BerthProcess begin(Backbone backbone, String instance) throws IOException {
        return Peers.begin(dir, backbone.kafka().bootstrapServers(), backbone.registryUrl(), instance, 1);
    }
}

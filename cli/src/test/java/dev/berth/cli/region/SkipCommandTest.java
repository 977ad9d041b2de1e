package dev.berth.cli.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Sent;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkipCommandTest {
    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static SchemaRegistry registry;
    private static long offset;

    @BeforeAll
    static void stopARegion() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
        TopicAdmin.ensure(backbone.kafka(), 4, 1);
        registry = SchemaRegistry.connect(backbone.registryUrl());
        registry.registerSchemas();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            offset = producer.send(new ProducerRecord<>(
                            Topics.LOG.topic(), "east".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9}))
                    .get()
                    .offset();
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        backbone.close();
    }

    @Test
    void showsTheRecordAndSkipsItOnlyIfThatIsMeantAndSaysWhoMeantIt() {
        Run shown = skip("--region", "east", "--offset", Long.toString(offset));
        assertThat(shown.status()).isEqualTo(ExitCode.OK);
        assertThat(shown.out()).contains("@" + offset, "2 bytes", "cannot be read", "Nothing was changed");
        assertThat(shown.out().lines().filter(line -> line.startsWith("content")))
                .hasSize(1);
        assertThat(skips()).isEmpty();

        Run skipped = skip("--region", "east", "--offset", Long.toString(offset), "--yes");
        assertThat(skipped.status()).isEqualTo(ExitCode.OK);
        assertThat(skipped.out()).contains("A command to skip it is at");
        assertThat(skips())
                .containsExactly(
                        Sent.of(skips().get(0).command()).withOrigin(Origin.operator(System.getProperty("user.name"))))
                .extracting(sent -> ((SkipRecord) sent.command()).offset())
                .containsExactly(offset);
    }

    /** A stop by a rule that breaks is at a command like this one: who sent it is to be asked before it is skipped. */
    @Test
    void showsWhoSentACommand() throws Exception {
        Position stands;
        try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
            stands = publisher
                    .publish(
                            new Region("west"),
                            Sent.of(new SkipRecord(new CommandId(new UUID(0, 1)), 7))
                                    .withOrigin(Origin.operator("joe")))
                    .toCompletableFuture()
                    .get();
        }

        Run shown = skip("--region", "west", "--offset", Long.toString(stands.offset()));
        assertThat(shown.status()).isEqualTo(ExitCode.OK);
        assertThat(shown.out()).contains("sent      by operator user=joe (self-declared)", "SkipRecord");
    }

    @Test
    void refusesAnOffsetWhereNothingOfTheRegionStands() {
        Run beyond = skip("--region", "east", "--offset", Long.toString(offset + 1_000), "--yes");
        assertThat(beyond.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(beyond.err()).contains("expected an offset from 0 to");

        Run empty = skip("--region", "elsewhere", "--offset", "0", "--yes");
        assertThat(empty.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(empty.err()).containsAnyOf("nothing stands at", "expected a record of region elsewhere");
        assertThat(skips()).noneMatch(skip -> ((SkipRecord) skip.command()).offset() != offset);
    }

    @Test
    void saysWhichRegionStandsThereAndHowToNameIt() {
        // Named nowhere, it is the region "default", which is at home elsewhere or has no record there.
        Run unnamed = skip("--offset", Long.toString(offset));
        assertThat(unnamed.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(unnamed.err()).contains("region default", "--region");

        Region neighbour = neighbourOfEast();
        Run other = skip("--region", neighbour.name(), "--offset", Long.toString(offset));
        assertThat(other.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(other.err())
                .contains("expected a record of region " + neighbour, "it is one of region east", "say --region east");
    }

    private static Region neighbourOfEast() {
        return Stream.iterate(0, n -> n + 1)
                .map(n -> new Region("region-" + n))
                .filter(region -> Partitions.of(region, 4) == Partitions.of(new Region("east"), 4))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void asksForAnOffset() {
        assertThat(skip("--region", "east").status()).isEqualTo(ExitCode.USAGE);
    }

    private static Run skip(String... arguments) {
        List<String> all = new ArrayList<>(List.of("skip"));
        all.addAll(List.of("--kafka", backbone.kafka().bootstrapServers(), "--registry", backbone.registryUrl()));
        all.addAll(List.of(arguments));
        return Run.of(all.toArray(String[]::new));
    }

    private static List<Sent> skips() {
        CommandCodec codec = new CommandCodec(registry);
        List<Sent> skips = new ArrayList<>();
        try (LogReader reader = LogReader.open(backbone.kafka(), Topics.LOG.topic())) {
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().region().equals(Optional.of(new Region("east")))
                        && codec.decodeSent(next.get().value()) instanceof Decoding.Decoded<Sent> decoded
                        && decoded.value().command() instanceof SkipRecord) {
                    skips.add(decoded.value());
                }
            }
        }
        return skips;
    }
}

package dev.berth.projector.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a claim takes from its append to its decision, with more and more of them under way, and beside it how long
 * Kafka alone takes to bring as many bytes to the log and back: the limit. Both take turns in one run.
 *
 * <pre>
 *   mvn -q -B -pl projector -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 *   java -cp projector/target/test-classes:projector/target/classes:$(cat projector/target/test-classpath) \
 *       dev.berth.projector.bench.AppendToReplyBench [seconds a measurement]
 * </pre>
 */
public final class AppendToReplyBench {
    private static final Region REGION = Region.DEFAULT;
    private static final int PROVIDERS = 1_000;
    private static final int ROUNDS = 3;
    private static final int[] UNDER_WAY = {1, 8, 64, 512};
    private static final ImmutableSortedMap<ResourceClass, Long> AMOUNTS = ImmutableSortedMap.of(
            ResourceClass.of("VCPU"), 1L, ResourceClass.of("MEMORY_MB"), 256L, ResourceClass.of("DISK_GB"), 10L);

    private AppendToReplyBench() {}

    public static void main(String[] arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.length == 0 ? 5 : Long.parseLong(arguments[0]));
        Path dir = Files.createTempDirectory("append-to-reply");
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        CommandCodec codec = new CommandCodec(schemas);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            try (CommandPublisher publisher = CommandPublisher.open(connection, codec);
                    Projector projector =
                            new Projector(ProjectorConfig.of(connection, dir.resolve("stores")), schemas, publisher);
                    EchoingLog limit = EchoingLog.open(kafka.bootstrapServers(), codec.encode(claim()))) {
                projector.start(Duration.ofMinutes(1));
                provide(projector);
                for (int round = 1; round <= ROUNDS; round++) {
                    for (int underWay : UNDER_WAY) {
                        report(round, "log", ClosedLoop.run(underWay, each, limit::echo));
                        report(round, "claim", ClosedLoop.run(underWay, each, () -> claim(projector)));
                    }
                }
            }
        }
        // Kafka's own threads are not daemons.
        System.exit(0);
    }

    private static void report(int round, String what, ClosedLoop.Result result) {
        System.out.printf(
                "round %d  %-5s  %3d under way  %,9.0f/s  p50 %7.2f ms  p99 %7.2f ms  %6.0f us of CPU each%n",
                round, what, result.underWay(), result.perSecond(), result.p50Ms(), result.p99Ms(), result.cpuUs());
    }

    private static void provide(Projector projector) {
        for (int i = 0; i < PROVIDERS; i++) {
            submit(projector, new CreateProvider(id(), provider(i), "cn" + i, Optional.empty()));
            ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
            AMOUNTS.keySet().forEach(name -> inventories.put(name, InventoryRecord.of(Integer.MAX_VALUE)));
            submit(projector, new ReplaceInventories(id(), provider(i), OptionalLong.of(0), inventories.build()));
        }
    }

    private static void submit(Projector projector, Command command) {
        requireAccepted(projector
                .commandLog()
                .submit(REGION, command)
                .toCompletableFuture()
                .join());
    }

    private static CompletionStage<Void> claim(Projector projector) {
        return projector.commandLog().submit(REGION, claim()).thenAccept(AppendToReplyBench::requireAccepted);
    }

    private static Command claim() {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(UUID.randomUUID()),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(provider(ThreadLocalRandom.current().nextInt(PROVIDERS)), AMOUNTS))));
    }

    private static void requireAccepted(Decision decision) {
        if (!(decision.outcome() instanceof Outcome.Accepted)) {
            throw new IllegalStateException("expected to be granted but got " + decision);
        }
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(1, number));
    }

    private static CommandId id() {
        return new CommandId(UUID.randomUUID());
    }
}

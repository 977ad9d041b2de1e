package dev.berth.projector.bench;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Region;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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
    private static final int PROVIDERS = 1_000;
    private static final int ROUNDS = 3;
    private static final int[] UNDER_WAY = {1, 8, 64, 512};

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
                    EchoingLog limit = EchoingLog.open(kafka.bootstrapServers(), codec.encode(Claims.claim()))) {
                projector.start(Duration.ofMinutes(1));
                Claims claims = new Claims(projector);
                claims.provide(Region.DEFAULT, PROVIDERS);
                for (int round = 1; round <= ROUNDS; round++) {
                    for (int underWay : UNDER_WAY) {
                        report(round, "log", ClosedLoop.run(underWay, each, limit::echo));
                        report(round, "claim", ClosedLoop.run(underWay, each, () -> claims.submit(Region.DEFAULT)));
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
}

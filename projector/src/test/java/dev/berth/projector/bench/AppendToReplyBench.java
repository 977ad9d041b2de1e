package dev.berth.projector.bench;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.Region;
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
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        byte[] one = new CommandCodec(schemas).encode(Claims.claim());
        try (BenchedProjector benched = BenchedProjector.start("append-to-reply", 1);
                EchoingLog limit = EchoingLog.open(benched.kafka(), one)) {
            Claims claims = new Claims(benched.projector());
            claims.provide(Region.DEFAULT, PROVIDERS);
            for (int round = 1; round <= ROUNDS; round++) {
                for (int underWay : UNDER_WAY) {
                    report(round, "log", ClosedLoop.run(underWay, each, limit::echo));
                    report(round, "claim", ClosedLoop.run(underWay, each, () -> claims.submit(Region.DEFAULT)));
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

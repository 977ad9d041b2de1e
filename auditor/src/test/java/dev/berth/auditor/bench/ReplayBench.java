package dev.berth.auditor.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.berth.auditor.AuditProgress;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.AuditVerify;
import dev.berth.auditor.ReportText;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionReplay;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many claims an audit replays a second. From a broker in the same JVM, in turns with a bare consumer that reads
 * the same bytes of both topics; or out of memory on one thread, and its stages alone. Both say the processor time of
 * the whole process, compiling and the collection of garbage among it, and that of the thread which does the work, or
 * waits for it, with the memory that it asks for.
 *
 * <pre>
 *   mvn -q -B -pl auditor -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 *   java -Xmx1g -cp auditor/target/test-classes:auditor/target/classes:$(cat auditor/target/test-classpath) \
 *       dev.berth.auditor.bench.ReplayBench broker|memory [commands a partition] [rounds] [partitions]
 * </pre>
 */
public final class ReplayBench {
    private static final int COMMANDS = 58_655;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ReplayBench() {}

    public static void main(String[] arguments) throws Exception {
        boolean isOfBroker = arguments.length == 0 || arguments[0].equals("broker");
        int commands = arguments.length > 1 ? Integer.parseInt(arguments[1]) : COMMANDS;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int partitions = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        if (isOfBroker) {
            measureFromBroker(registry, commands, rounds, partitions);
        } else {
            measureInMemory(registry, commands, rounds);
        }
        // Kafka's own threads are not daemons.
        System.exit(0);
    }

    private static void measureFromBroker(SchemaRegistry registry, int commands, int rounds, int partitions)
            throws Exception {
        Path dir = Files.createTempDirectory("replay");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            long claims = write(registry, connection, commands, partitions);
            for (int round = 1; round <= rounds; round++) {
                measure(round, "bare consumer", claims, () -> readBare(connection));
                measure(round, "audit verify", claims, () -> verify(connection, registry));
            }
        }
    }

    private static long write(SchemaRegistry registry, KafkaConnection connection, int commands, int partitions)
            throws Exception {
        Map<String, Object> servers = Map.of("bootstrap.servers", connection.bootstrapServers());
        Map<String, String> keptForEver = Map.of("retention.ms", "-1");
        long claims = 0;
        long bytes = 0;
        try (Admin admin = Admin.create(servers);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(servers, new ByteArraySerializer(), new ByteArraySerializer())) {
            // The decisions are made before anything is appended, so the records are given their times.
            admin.createTopics(List.of(
                            new NewTopic(Topics.LOG.topic(), partitions, (short) 1).configs(keptForEver),
                            new NewTopic(Topics.DECISIONS.topic(), partitions, (short) 1).configs(keptForEver)))
                    .all()
                    .get();
            LogId logId = TopicAdmin.logId(connection);
            long beganMs = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
            for (int partition = 0; partition < partitions; partition++) {
                ReplayLog log = ReplayLog.of(registry, logId, partition, partitions, commands, beganMs);
                bytes += send(producer, Topics.LOG.topic(), log, log.records());
                bytes += send(producer, Topics.DECISIONS.topic(), log, log.decisions());
                claims += log.claims();
            }
        }
        System.out.printf("%,d claims and releases in %,d bytes%n", claims, bytes);
        return claims;
    }

    private static long send(KafkaProducer<byte[], byte[]> producer, String topic, ReplayLog log, List<byte[]> values) {
        long bytes = 0;
        for (int offset = 0; offset < values.size(); offset++) {
            producer.send(new ProducerRecord<>(
                    topic,
                    log.partition(),
                    log.position(offset).timestampMs(),
                    Partitions.key(log.region()),
                    values.get(offset)));
            bytes += values.get(offset).length;
        }
        producer.flush();
        return bytes;
    }

    private static String readBare(KafkaConnection connection) {
        long bytes = 0;
        for (String topic : List.of(Topics.LOG.topic(), Topics.DECISIONS.topic())) {
            try (LogReader reader = LogReader.open(connection, topic)) {
                for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                    bytes += next.get().value().length;
                }
            }
        }
        return String.format("%,d bytes", bytes);
    }

    private static String verify(KafkaConnection connection, SchemaRegistry registry) {
        AuditReport report = AuditVerify.run(AuditTarget.offline(connection, registry), AuditProgress.NONE);
        if (report.exitCode() != AuditReport.EXIT_IDENTICAL) {
            throw new IllegalStateException("expected an identical log but got " + ReportText.of(report));
        }
        return report.decisions() + " decisions";
    }

    private static void measureInMemory(SchemaRegistry registry, int commands, int rounds) throws Exception {
        ReplayLog log = ReplayLog.of(registry, LogId.NONE, 0, 1, commands, 0);
        CommandCodec commandCodec = new CommandCodec(registry);
        DecisionCodec decisionCodec = new DecisionCodec(registry);
        for (int round = 1; round <= rounds; round++) {
            measure(round, "decode commands", log.claims(), () -> decodeAll(log, commandCodec));
            measure(round, "decode decisions", log.claims(), () -> decodeAll(log, decisionCodec));
            measure(round, "all of it", log.claims(), () -> replayAll(log, commandCodec, decisionCodec));
        }
    }

    private static String decodeAll(ReplayLog log, CommandCodec codec) {
        long readable = 0;
        for (int offset = 0; offset < log.records().size(); offset++) {
            LogEntry entry = codec.decode(log.position(offset), log.records().get(offset));
            readable += entry instanceof LogEntry.Readable ? 1 : 0;
        }
        return readable + " commands";
    }

    private static String decodeAll(ReplayLog log, DecisionCodec codec) {
        long accepted = 0;
        for (byte[] bytes : log.decisions()) {
            accepted += decoded(codec.decode(bytes)).outcome().refusal().isEmpty() ? 1 : 0;
        }
        return accepted + " decisions";
    }

    /** As an audit does it, on one thread. */
    private static String replayAll(ReplayLog log, CommandCodec commandCodec, DecisionCodec decisionCodec) {
        RegionReplay replay =
                RegionFold.of(RegionView.empty(LogId.NONE, log.region())).replay();
        for (int offset = 0; offset < log.records().size(); offset++) {
            LogEntry entry =
                    commandCodec.decode(log.position(offset), log.records().get(offset));
            Decision recorded = decoded(decisionCodec.decode(log.decisions().get(offset)));
            if (!replay.take(entry).equals(List.of(recorded))) {
                throw new IllegalStateException("expected " + recorded + " at " + entry.position());
            }
        }
        return StateDigest.of(replay.fold().view()).whole();
    }

    private static Decision decoded(Decoding<Decision> decoding) {
        return ((Decoding.Decoded<Decision>) decoding).value();
    }

    private static void measure(int round, String what, long claims, Callable<String> work) throws Exception {
        long cpuNs = PROCESS.getProcessCpuTime();
        long ownNs = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long startedNs = System.nanoTime();
        String said = work.call();
        double seconds = (System.nanoTime() - startedNs) / 1e9;
        double ownUs = (THREADS.getCurrentThreadCpuTime() - ownNs) / 1e3;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        double cpuUs = (PROCESS.getProcessCpuTime() - cpuNs) / 1e3;
        System.out.printf(
                "round %d  %-16s %8.2f s  %,10.0f claims/s  %6.2f us of CPU each, %6.2f of this thread"
                        + ", %,6d bytes  %s%n",
                round, what, seconds, claims / seconds, cpuUs / claims, ownUs / claims, bytes / claims, said);
    }
}

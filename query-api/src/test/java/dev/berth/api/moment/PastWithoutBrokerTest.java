package dev.berth.api.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.http.RegionPast;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.ProblemException;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.RegionLog;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.Moments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered of the past while the broker goes away. */
final class PastWithoutBrokerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @TempDir
    private Path dir;

    /** With a log that is open, and with one that has to be opened. */
    @Test
    void answers503WithinTheDeadlineOnceTheBrokerIsGone() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        try (SchemaRegistry registry = SchemaRegistry.inMemory()) {
            registry.registerSchemas();
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            CommandCodec codec = new CommandCodec(registry);
            try (CommandPublisher publisher = CommandPublisher.open(connection, codec)) {
                for (int i = 0; i < 3; i++) {
                    CreateTrait command = new CreateTrait(new CommandId(new UUID(1, i)), Trait.of("CUSTOM_" + i));
                    publisher
                            .publish(Region.DEFAULT, Sent.of(command))
                            .toCompletableFuture()
                            .join();
                }
            }
            Moments moments = new Moments(
                    logs(connection, codec), dir.resolve("moments"), 16, System::currentTimeMillis, () -> true);
            PastThreads threads = new PastThreads(moments, DEADLINE, 2, 4);
            assertThat(read(threads, Region.DEFAULT, "1").snapshot().view().position())
                    .hasToString("0@1");
            kafka.close();
            for (Region region : new Region[] {Region.DEFAULT, new Region("other")}) {
                long startNs = System.nanoTime();
                assertThatThrownBy(() -> read(threads, region, "2"))
                        .cause()
                        .isInstanceOfSatisfying(ProblemException.class, e -> {
                            assertThat(e.problem().status()).isEqualTo(503);
                            assertThat(e.problem().code()).isEqualTo(ErrorCode.NOT_SERVED);
                            assertThat(e.problem().detail()).startsWith("The log ");
                        });
                assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(DEADLINE.multipliedBy(4));
            }
        } finally {
            kafka.close();
        }
    }

    private static RegionPast.Read read(PastThreads threads, Region region, String asOf) throws Exception {
        return threads.read(region, asOf).toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private static MomentLogs logs(KafkaConnection connection, CommandCodec codec) {
        LogId id = TopicAdmin.logId(connection);
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return RegionReader.openAnywhere(connection, id, codec, region, each);
            }
        };
    }
}

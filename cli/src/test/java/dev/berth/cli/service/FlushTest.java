package dev.berth.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.Flush;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.simulator.fleet.DeviceHost;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the Kafka inside writes the log through to the disk, as Kafka counts it. */
class FlushTest {
    private static final String FLUSHES = "kafka.log:type=LogFlushStats,name=LogFlushRateAndTimeMs";
    private static final int ONE_BY_ONE = 20;
    private static final int TOGETHER = 400;

    @TempDir
    private Path dir;

    private int next;

    @Test
    void flushesBeforeEachAnswerAndOnceForManyThatComeTogether() throws Exception {
        try (Backbone backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
                SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl())) {
            registry.registerSchemas();
            TopicAdmin.ensure(backbone.kafka(), 1, 1);
            try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
                append(publisher).get(30, TimeUnit.SECONDS);
                long before = flushes();
                oneByOne(publisher);
                assertThat(flushes() - before).as("left to the system").isLessThan(ONE_BY_ONE);

                TopicAdmin.flush(backbone.kafka(), Flush.BEFORE_THE_ANSWER);
                Awaitility.await().until(() -> flushesWith(publisher) >= 1);
                before = flushes();
                oneByOne(publisher);
                assertThat(flushes() - before).as("one by one").isGreaterThanOrEqualTo(ONE_BY_ONE);

                before = flushes();
                CompletableFuture.allOf(IntStream.range(0, TOGETHER)
                                .mapToObj(i -> append(publisher))
                                .toArray(CompletableFuture<?>[]::new))
                        .get(60, TimeUnit.SECONDS);
                assertThat(flushes() - before).as("together").isBetween(1L, TOGETHER / 2L);

                TopicAdmin.flush(backbone.kafka(), Flush.BY_THE_SYSTEM);
                Awaitility.await().until(() -> flushesWith(publisher) == 0);
                before = flushes();
                oneByOne(publisher);
                assertThat(flushes() - before).as("left to the system again").isLessThan(ONE_BY_ONE);
            }
        }
    }

    private void oneByOne(CommandPublisher publisher) throws Exception {
        for (int i = 0; i < ONE_BY_ONE; i++) {
            append(publisher).get(30, TimeUnit.SECONDS);
        }
    }

    /** How many flushes an append comes with; the broker hears of a new setting a little later. */
    private long flushesWith(CommandPublisher publisher) throws Exception {
        long before = flushes();
        append(publisher).get(30, TimeUnit.SECONDS);
        return flushes() - before;
    }

    private CompletableFuture<Position> append(CommandPublisher publisher) {
        int number = next++;
        return publisher
                .publish(Region.DEFAULT, new DeviceHost("host-" + number).report(new CommandId(new UUID(1, number))))
                .toCompletableFuture();
    }

    private static long flushes() throws Exception {
        return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(FLUSHES), "Count");
    }
}

package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real RocksDB, asked by threads that do not own it. What is wrong here does not fail a test but ends the JVM that runs
 * it.
 */
@Timeout(120)
class RestoredRowsTest {
    private static final int ROWS = 5_000;

    @TempDir
    private Path dir;

    private final ExecutorService others = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    @Test
    void tellsWhatIsNotCommittedWhileItIsCommitted() throws Exception {
        RestoredRows rows = open(context("asked"));
        AtomicBoolean isOver = new AtomicBoolean();
        Future<Long> most = others.submit(() -> {
            long found = 0;
            while (!isOver.get()) {
                found = Math.max(found, rows.approximateNumUncommittedBytes());
            }
            return found;
        });
        for (int i = 0; i < 20_000; i++) {
            rows.put(key(i), new byte[100]);
            rows.commit(Map.of());
        }
        isOver.set(true);

        assertThat(most.get()).isBetween(0L, 300L);
        assertThat(rows.approximateNumUncommittedBytes()).isZero();
        rows.close();
    }

    @Test
    void isClosedUnderOthersThatReadRowsAndThatGoThroughAllOfThem() throws Exception {
        for (int round = 0; round < 30; round++) {
            RestoredRows rows = open(context("round-" + round));
            for (int i = 0; i < ROWS; i++) {
                rows.put(key(i), new byte[100]);
            }
            rows.commit(Map.of());
            CountDownLatch reading = new CountDownLatch(2);
            List<Future<?>> readers = new ArrayList<>();
            readers.add(others.submit(() -> untilClosed(reading, () -> {
                for (int i = 0; i < ROWS; i++) {
                    committed(rows).get(key(i));
                }
            })));
            readers.add(others.submit(() -> untilClosed(reading, () -> {
                try (KeyValueIterator<Bytes, byte[]> all = committed(rows).all()) {
                    all.forEachRemaining(row -> {});
                }
            })));
            reading.await();
            rows.close();
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private static void untilClosed(CountDownLatch reading, Runnable read) {
        reading.countDown();
        try {
            while (true) {
                read.run();
            }
        } catch (InvalidStateStoreException closed) {
            // As it should be.
        }
    }

    @Test
    void endsItsIteratorsWhenItIsClosed() {
        RestoredRows rows = open(context("iterated"));
        rows.put(key(1), new byte[1]);
        rows.commit(Map.of());
        KeyValueIterator<Bytes, byte[]> all = committed(rows).all();
        assertThat(all.hasNext()).isTrue();
        rows.close();

        assertThatThrownBy(all::hasNext).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(all::next).isInstanceOf(InvalidStateStoreException.class);
        all.close();
        assertThatThrownBy(() -> committed(rows)).isInstanceOf(InvalidStateStoreException.class);
        rows.close();
    }

    @Test
    void hasNoMetricsThatAskRocksDb() {
        StateStoreContext context = context("measured");
        Collection<MetricName> before = List.copyOf(context.metrics().metrics().keySet());
        RestoredRows rows = open(context);

        assertThat(context.metrics().metrics().keySet()).containsExactlyInAnyOrderElementsOf(before);
        rows.close();
    }

    private RestoredRows open(StateStoreContext context) {
        RestoredRows rows =
                new RestoredRows(Stores.persistentKeyValueStore("regions").get(), new Restoration(new RowsWatcher() {
                    @Override
                    public void restoring(Collection<ConsumerRecord<byte[], byte[]>> batch) {}

                    @Override
                    public void restored() {}
                }));
        rows.init(context, rows);
        return rows;
    }

    private StateStoreContext context(String name) {
        Properties properties = new Properties();
        properties.put("application.id", "test");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("enable.transactional.statestores", "true");
        return new MockProcessorContext<Void, Void>(
                        properties, new TaskId(0, 0), dir.resolve(name).toFile())
                .getStateStoreContext();
    }

    private static ReadOnlyKeyValueStore<Bytes, byte[]> committed(RestoredRows rows) {
        return rows.readOnly(IsolationLevel.READ_COMMITTED);
    }

    private static Bytes key(int number) {
        return Bytes.wrap(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }
}

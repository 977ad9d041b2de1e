package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.junit.jupiter.api.Test;

/** What a store shows of rows that were made again from the log. */
class AdoptedRowsTest {
    private static final int COMMANDS = 2_000;

    private final RegionStore store =
            new SimulatedDisk().store(codec(), System::nanoTime, (key, value) -> {}, () -> {});

    private static CommandCodec codec() {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        return new CommandCodec(schemas);
    }

    @Test
    void answersUsageFromTheViewUntilTheRowsAreCommitted() {
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        RegionView view = RandomView.of(COMMANDS);
        LogMark mark = LogMark.of(new Uuid(1, 1), view.position(), null, new byte[0]);

        assertThat(store.adopt(
                        Map.of(Region.DEFAULT, RegionFold.of(view)),
                        Map.of(Region.DEFAULT, new TreeMap<>()),
                        Optional.of(mark)))
                .isEmpty();
        assertAgrees(view);

        store.mark(mark);
        store.flushCache();
        assertAgrees(view);
        store.commit(Map.of(new TopicPartition("changelog", 0), 1L));
        assertAgrees(view);
    }

    private void assertAgrees(RegionView view) {
        RegionSnapshot shown = store.query(
                        new SnapshotQuery(Region.DEFAULT), PositionBound.unbounded(), new QueryConfig(false))
                .getResult();
        assertThat(view.providers().all()).isNotEmpty();
        view.providers()
                .all()
                .forEach(provider -> assertThat(shown.usage(provider.id()))
                        .isEqualTo(view.consumers().usage(provider.id())));
    }
}

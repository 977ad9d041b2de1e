package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final Region EAST = new Region("east");

    /** As in a store of an earlier build with fewer sections whose version was the same. */
    @Test
    void doubtsTheSealOfARegionThatItCannotReadAndTrustsNone() {
        TreeMap<Bytes, byte[]> seals = new TreeMap<>();
        seals.put(RowKey.seal(EAST), new byte[RowSums.BYTES]);
        KeyValueStore<Bytes, byte[]> disk = store();
        seals.forEach(disk::put);
        LogMark mark = LogMark.of(new Uuid(1, 1), new Position(0, 7, 7), null, new byte[1]);
        disk.put(RowKey.PARTITION_SEAL, PartitionSeal.of(seals, mark).toBytes());

        Contents contents = Contents.of(disk, 0, new CommandCodec(SchemaRegistry.inMemory()));

        assertThat(contents.doubts()).singleElement().asString().contains("expected the seal of a region in");
        assertThat(contents.trusted()).isEmpty();
    }

    private static KeyValueStore<Bytes, byte[]> store() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("regions"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}

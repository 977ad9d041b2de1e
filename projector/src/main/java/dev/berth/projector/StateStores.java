package dev.berth.projector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The stores of one task, opened. */
record StateStores(
        KeyValueStore<Bytes, byte[]> providers,
        KeyValueStore<Bytes, byte[]> consumers,
        KeyValueStore<Bytes, byte[]> hosts,
        KeyValueStore<Bytes, byte[]> catalogue,
        KeyValueStore<Bytes, byte[]> usage,
        KeyValueStore<Bytes, byte[]> devices,
        KeyValueStore<Bytes, byte[]> pciPools,
        KeyValueStore<Bytes, byte[]> marks) {
    static StateStores of(ProcessorContext<?, ?> context) {
        return new StateStores(
                context.getStateStore(Stores.PROVIDERS),
                context.getStateStore(Stores.CONSUMERS),
                context.getStateStore(Stores.HOSTS),
                context.getStateStore(Stores.CATALOGUE),
                context.getStateStore(Stores.USAGE),
                context.getStateStore(Stores.DEVICES),
                context.getStateStore(Stores.PCI_POOLS),
                context.getStateStore(Stores.MARKS));
    }
}

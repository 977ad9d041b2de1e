package dev.berth.events.codec;

import dev.berth.avro.state.PoolRow;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Usage;

/** The facts and projections as the stores keep them. */
final class States {
    static final Shape<Provider, dev.berth.avro.state.Provider> PROVIDER = new Shape<>(
            Provider.class,
            dev.berth.avro.state.Provider.class,
            provider -> new dev.berth.avro.state.Provider(
                    provider.id().toString(),
                    provider.name(),
                    Values.textOrNull(provider.parent()),
                    provider.root().toString(),
                    provider.generation(),
                    Values.inventories(provider.inventories()),
                    Values.texts(provider.traits()),
                    Values.texts(provider.aggregates()),
                    provider.createdAtMs(),
                    provider.updatedAtMs()),
            avro -> new Provider(
                    Values.provider(avro.getId()),
                    avro.getName(),
                    Values.parent(avro.getParent()),
                    Values.provider(avro.getRoot()),
                    avro.getGeneration(),
                    Values.inventories(avro.getInventories()),
                    Values.traits(avro.getTraits()),
                    Values.aggregates(avro.getAggregates()),
                    avro.getCreatedAtMs(),
                    avro.getUpdatedAtMs()));

    static final Shape<Consumer, dev.berth.avro.state.Consumer> CONSUMER = new Shape<>(
            Consumer.class,
            dev.berth.avro.state.Consumer.class,
            consumer -> new dev.berth.avro.state.Consumer(
                    consumer.id().toString(),
                    consumer.generation(),
                    consumer.projectId(),
                    consumer.userId(),
                    Values.textOrNull(consumer.type()),
                    Values.allocations(consumer.allocations()),
                    consumer.createdAtMs(),
                    consumer.updatedAtMs(),
                    CellValues.placementOrNull(consumer.placement())),
            avro -> new Consumer(
                    Values.consumer(avro.getId()),
                    avro.getGeneration(),
                    avro.getProjectId(),
                    avro.getUserId(),
                    Values.consumerType(avro.getConsumerType()),
                    Values.allocations(avro.getAllocations()),
                    avro.getCreatedAtMs(),
                    avro.getUpdatedAtMs(),
                    avro.getPlacement().map(CellValues::placement)));

    static final Shape<HostReport, dev.berth.avro.state.HostReport> HOST_REPORT = new Shape<>(
            HostReport.class,
            dev.berth.avro.state.HostReport.class,
            report -> new dev.berth.avro.state.HostReport(
                    report.host().toString(), Values.vouched(report.vouched()), CellValues.cells(report.cells())),
            avro -> new HostReport(
                    Values.provider(avro.getHost()),
                    Values.vouched(avro.getVouched()),
                    CellValues.cells(avro.getCells())));

    static final Shape<HostDevice, dev.berth.avro.state.HostDevice> HOST_DEVICE = new Shape<>(
            HostDevice.class,
            dev.berth.avro.state.HostDevice.class,
            device -> new dev.berth.avro.state.HostDevice(
                    device.host().toString(), DeviceValues.tracked(device.device())),
            avro -> new HostDevice(Values.provider(avro.getHost()), DeviceValues.tracked(avro.getDevice())));

    static final Shape<HostPools, dev.berth.avro.state.HostPools> HOST_POOLS = new Shape<>(
            HostPools.class,
            dev.berth.avro.state.HostPools.class,
            pools ->
                    new dev.berth.avro.state.HostPools(pools.host().toString(), Values.list(pools.rows(), States::row)),
            avro -> new HostPools(Values.provider(avro.getHost()), Values.immutableList(avro.getRows(), States::row)));

    static final Shape<Usage, dev.berth.avro.state.Usage> USAGE = new Shape<>(
            Usage.class,
            dev.berth.avro.state.Usage.class,
            usage -> new dev.berth.avro.state.Usage(usage.provider().toString(), Values.amounts(usage.amounts())),
            avro -> new Usage(Values.provider(avro.getProvider()), Values.amounts(avro.getAmounts())));

    private States() {}

    private static PoolRow row(HostPools.Row row) {
        return new PoolRow(
                row.vendorId(),
                row.productId(),
                DeviceValues.intOrNull(row.numaNode()),
                row.type().text(),
                DeviceValues.attributes(row.tags()),
                Values.textOrNull(row.provider()),
                row.count());
    }

    private static HostPools.Row row(PoolRow row) {
        return new HostPools.Row(
                row.getVendorId(),
                row.getProductId(),
                DeviceValues.optionalInt(row.getNumaNode()),
                DeviceValues.type(row.getDeviceType()),
                DeviceValues.attributes(row.getTags()),
                row.getProvider().map(Values::provider),
                row.getCount());
    }
}

package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.RegionView;
import java.util.stream.Collectors;

/** What is so of each kind of thing, under the names by which a history tells it. Stateless. */
public final class SubjectFields {
    private SubjectFields() {}

    public static void provider(RegionView view, ProviderId id, FieldValues into) {
        view.provider(id).ifPresent(provider -> provider(provider, into));
    }

    private static void provider(Provider provider, FieldValues into) {
        String of = provider(provider.id());
        into.put(of, "name", provider.name());
        into.put(of, "parent", provider.parent());
        into.put(of, "generation", provider.generation());
        provider.inventories().forEach((resourceClass, inventory) -> inventory(of, resourceClass, inventory, into));
        provider.traits().forEach(trait -> into.put(of, "trait " + trait));
        provider.aggregates().forEach(aggregate -> into.put(of, "aggregate " + aggregate));
    }

    static void inventory(String of, ResourceClass resourceClass, InventoryRecord inventory, FieldValues into) {
        inventory(of, "inventory " + resourceClass + " ", inventory, into);
    }

    /** @param before what the names of the fields begin with */
    public static void inventory(String of, String before, InventoryRecord inventory, FieldValues into) {
        into.put(of, before + "total", inventory.total());
        into.put(of, before + "reserved", inventory.reserved());
        into.put(of, before + "min_unit", inventory.minUnit());
        into.put(of, before + "max_unit", inventory.maxUnit());
        into.put(of, before + "step_size", inventory.stepSize());
        into.put(of, before + "allocation_ratio", inventory.allocationRatio());
    }

    public static void usage(RegionView view, ProviderId id, FieldValues into) {
        view.consumers()
                .usage(id)
                .forEach((resourceClass, used) -> into.put(provider(id), "used " + resourceClass, used));
    }

    public static void consumer(RegionView view, ConsumerId id, FieldValues into) {
        view.consumer(id).ifPresent(consumer -> {
            String of = consumer(id);
            into.put(of, "generation", consumer.generation());
            into.put(of, "project", consumer.projectId());
            into.put(of, "user", consumer.userId());
            into.put(of, "type", consumer.type());
            consumer.allocations().forEach((provider, amounts) -> allocation(consumer, provider, amounts, into));
            consumer.placement().ifPresent(placed -> {
                into.put(of, "host", placed.host().toString());
                into.put(
                        of,
                        "host cells",
                        placed.cells().stream()
                                .map(cell -> Integer.toString(cell.hostCell()))
                                .collect(ImmutableList.toImmutableList()));
            });
        });
        heldDevices(view, id, into);
    }

    /** Devices may be told of before or after the consumer that holds them, so they are looked for by themselves. */
    private static void heldDevices(RegionView view, ConsumerId id, FieldValues into) {
        for (ProviderId host : view.devices().hostsOf(id)) {
            for (TrackedDevice device : view.devices().heldBy(id, host)) {
                into.put(consumer(id), "request of " + device(device, host), device.requestId());
            }
        }
    }

    static void allocation(
            Consumer consumer, ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts, FieldValues into) {
        amounts.forEach((resourceClass, amount) ->
                into.put(consumer(consumer.id()), resourceClass + " of " + provider(provider), amount));
    }

    public static void device(TrackedDevice tracked, ProviderId host, FieldValues into) {
        String of = device(tracked, host);
        into.put(of, "state", tracked.state());
        into.put(of, "consumer", tracked.owner());
        into.put(of, "request", tracked.requestId());
        into.put(of, "outage", tracked.outage().map(Outage::cause).map(Outage.Cause::text));
        into.put(of, "reason", tracked.outage().map(Outage::reason));
        if (tracked.departing()) {
            into.put(of, "departing");
        }
        if (tracked.dirty()) {
            into.put(of, "dirty");
        }
        if (tracked.pending().isPresent()) {
            into.put(of, "other attributes once it is freed");
        }
        attributes(of, "", tracked.device(), into);
    }

    /**
     * What a device is by itself, whoever has it.
     *
     * @param before what the names of the fields begin with
     */
    public static void attributes(String of, String before, PciDevice device, FieldValues into) {
        into.put(of, before + "vendor_id", device.vendorId());
        into.put(of, before + "product_id", device.productId());
        into.put(of, before + "type", device.type().toString());
        into.put(of, before + "parent", device.parent());
        device.numaNode().ifPresent(node -> into.put(of, before + "numa_node", node));
        into.put(of, before + "provider", device.provider());
        device.tags().forEach((name, value) -> into.put(of, before + "tag " + name, value.toString()));
        device.facts().forEach((name, value) -> into.put(of, before + "fact " + name, value.toString()));
    }

    /** What is known of a host beside its tree and its devices. */
    public static void host(RegionView view, ProviderId host, FieldValues into) {
        String of = host(host);
        view.enrolment(host).ifPresent(enrolment -> {
            into.put(of, "enrolled");
            into.put(of, "key", enrolment.key());
            into.put(of, "user", enrolment.user());
        });
        view.drain(host).ifPresent(drain -> into.put(of, "drained", drain.reason()));
        view.hostReport(host).ifPresent(report -> {
            report.vouched().forEach((provider, vouched) -> {
                if (vouched.hasDepartures()) {
                    into.put(of, "departing once released, of " + provider(provider));
                }
            });
            report.cells().values().forEach(cell -> into.put(of, "cell " + cell.id(), text(cell)));
        });
    }

    private static String text(NumaCell cell) {
        return cell.memoryMb() + " MB, CPUs " + cell.sharedCpus() + ", pinnable " + cell.dedicatedCpus()
                + ", cores " + cell.siblings() + ", pages " + cell.pages()
                + (cell.socket().isPresent() ? ", socket " + cell.socket().getAsInt() : "");
    }

    public static void flavor(RegionView view, String name, FieldValues into) {
        view.flavor(name).ifPresent(flavor -> flavor(flavor, into));
    }

    private static void flavor(PciFlavor flavor, FieldValues into) {
        String of = flavor(flavor.name());
        into.put(of, "generation", flavor.generation());
        into.put(
                of,
                "alternatives",
                flavor.alternatives().stream().map(SubjectFields::text).collect(ImmutableList.toImmutableList()));
        into.put(of, "policy", flavor.policy());
        into.put(of, "description", flavor.description());
    }

    private static String text(PciAlternative alternative) {
        return alternative.attributes().entrySet().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(Collectors.joining(","));
    }

    public static String provider(ProviderId id) {
        return "provider " + id;
    }

    public static String consumer(ConsumerId id) {
        return "consumer " + id;
    }

    public static String flavor(String name) {
        return "flavor " + name;
    }

    public static String host(ProviderId id) {
        return "host " + id;
    }

    public static String device(TrackedDevice device, ProviderId host) {
        return "device " + device.address() + " of host " + host;
    }
}

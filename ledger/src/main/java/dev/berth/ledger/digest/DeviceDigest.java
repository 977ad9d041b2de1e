package dev.berth.ledger.digest;

import static dev.berth.ledger.digest.DigestSum.write;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.Map;
import java.util.Optional;

/** What the PCI devices of a region, and the pools that follow from them, come to. */
final class DeviceDigest {
    private DeviceDigest() {}

    static String devices(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            for (TrackedDevice tracked : host._2().devices()) {
                ByteArrayDataOutput entry = ByteStreams.newDataOutput();
                write(entry, host._1().value());
                device(entry, tracked.device());
                write(entry, tracked.status().name());
                text(entry, tracked.owner());
                text(entry, tracked.requestId());
                entry.writeBoolean(tracked.pending().isPresent());
                tracked.pending().ifPresent(pending -> device(entry, pending));
                entry.writeBoolean(tracked.departing());
                entry.writeBoolean(tracked.dirty());
                text(entry, tracked.outage().map(Outage::cause));
                text(entry, tracked.outage().map(Outage::reason));
                sum.add(entry);
            }
        }
        return sum.hex();
    }

    static String pools(RegionView view) {
        DigestSum sum = new DigestSum();
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            for (Pool pool : host._2().pools().rows()) {
                ByteArrayDataOutput entry = ByteStreams.newDataOutput();
                write(entry, host._1().value());
                write(entry, pool.key().vendorId());
                write(entry, pool.key().productId());
                entry.writeInt(pool.key().numaNode().orElse(-1));
                write(entry, pool.key().type().text());
                attributes(entry, pool.key().tags());
                text(entry, pool.provider());
                entry.writeInt(pool.count());
                sum.add(entry);
            }
        }
        return sum.hex();
    }

    static String flavors(RegionView view) {
        DigestSum sum = new DigestSum();
        for (PciFlavor flavor : view.flavors().values()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, flavor.name());
            entry.writeInt(flavor.alternatives().size());
            flavor.alternatives().forEach(alternative -> attributes(entry, alternative.attributes()));
            text(entry, flavor.policy());
            text(entry, flavor.description());
            entry.writeLong(flavor.generation());
            sum.add(entry);
        }
        return sum.hex();
    }

    private static void device(ByteArrayDataOutput entry, PciDevice device) {
        write(entry, device.address().toString());
        write(entry, device.vendorId());
        write(entry, device.productId());
        write(entry, device.type().text());
        text(entry, device.parent().map(PciAddress::toString));
        entry.writeInt(device.numaNode().orElse(-1));
        attributes(entry, device.tags());
        attributes(entry, device.facts());
        text(entry, device.provider());
    }

    private static void attributes(ByteArrayDataOutput entry, Map<String, AttributeValue> attributes) {
        entry.writeInt(attributes.size());
        attributes.forEach((name, value) -> {
            write(entry, name);
            value(entry, value);
        });
    }

    /** Decimals are their bits, and lists their members: what they read like is told to people. */
    private static void value(ByteArrayDataOutput entry, AttributeValue value) {
        write(entry, value.kind().name());
        if (value instanceof AttributeValue.Decimal decimal) {
            entry.writeLong(Double.doubleToLongBits(decimal.value()));
        } else if (value instanceof AttributeValue.Many many) {
            entry.writeInt(many.values().size());
            many.values().forEach(member -> value(entry, member));
        } else {
            write(entry, value.toString());
        }
    }

    /** Absent and empty are not the same. */
    private static void text(ByteArrayDataOutput entry, Optional<?> value) {
        entry.writeBoolean(value.isPresent());
        value.ifPresent(text -> write(entry, text.toString()));
    }
}

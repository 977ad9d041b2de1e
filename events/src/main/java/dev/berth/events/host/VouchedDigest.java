package dev.berth.events.host;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.berth.events.command.ReportHost;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a host vouches for, as one hash: the agent makes it of the report that it would send, the ledger of what stands.
 * Where both are equal there is nothing to report. Neither the order of providers and devices nor the report's number
 * is part of it, and it is the same on every JDK. For one thread; {@link #sha256} is asked once.
 */
public final class VouchedDigest {
    private static final String FORMAT = "berth vouched 1";

    private final TreeMap<ProviderId, Told> providers = new TreeMap<>();
    private final TreeMap<PciAddress, PciDevice> devices = new TreeMap<>();
    private final SortedMap<Integer, NumaCell> cells;
    private final Hasher hasher = Hashing.sha256().newHasher();

    /** What a report says about a provider. */
    private record Told(
            String name,
            Optional<ProviderId> parent,
            SortedMap<ResourceClass, InventoryRecord> inventories,
            SortedMap<ResourceClass, ? extends SortedSet<InventoryField>> explicit,
            SortedSet<Trait> traits) {}

    /** The facts of a host with these cells, and no provider yet. */
    public VouchedDigest(SortedMap<Integer, NumaCell> cells) {
        this.cells = cells;
    }

    /** The digest of a whole report. */
    public static Sha256 of(ReportHost report) {
        VouchedDigest digest = new VouchedDigest(report.cells());
        report.providers()
                .forEach(told -> digest.provider(
                        told.provider(),
                        told.name(),
                        told.parent(),
                        told.inventories(),
                        told.explicit(),
                        told.traits()));
        report.devices().forEach(digest::device);
        return digest.sha256();
    }

    /**
     * Puts a provider in.
     *
     * @param explicit the fields of its inventories that the agent was told to report so
     */
    public void provider(
            ProviderId id,
            String name,
            Optional<ProviderId> parent,
            SortedMap<ResourceClass, InventoryRecord> inventories,
            SortedMap<ResourceClass, ? extends SortedSet<InventoryField>> explicit,
            SortedSet<Trait> traits) {
        providers.put(id, new Told(name, parent, inventories, explicit, traits));
    }

    public void device(PciDevice device) {
        devices.put(device.address(), device);
    }

    /** The hash of all that was put in. */
    public Sha256 sha256() {
        text(FORMAT);
        hasher.putInt(providers.size());
        for (Map.Entry<ProviderId, Told> provider : providers.entrySet()) {
            id(provider.getKey());
            write(provider.getValue());
        }
        hasher.putInt(cells.size());
        for (NumaCell cell : cells.values()) {
            write(cell);
        }
        hasher.putInt(devices.size());
        for (PciDevice device : devices.values()) {
            write(device);
        }
        return Sha256.ofBytes(hasher.hash().asBytes());
    }

    private void write(Told told) {
        text(told.name());
        id(told.parent());
        hasher.putInt(told.inventories().size());
        for (Map.Entry<ResourceClass, InventoryRecord> entry :
                told.inventories().entrySet()) {
            text(entry.getKey().name());
            InventoryRecord inventory = entry.getValue();
            hasher.putLong(inventory.total());
            hasher.putLong(inventory.reserved());
            hasher.putLong(inventory.minUnit());
            hasher.putLong(inventory.maxUnit());
            hasher.putLong(inventory.stepSize());
            hasher.putDouble(inventory.allocationRatio());
            SortedSet<InventoryField> explicit = told.explicit().get(entry.getKey());
            hasher.putInt(explicit == null ? 0 : explicit.size());
            if (explicit != null) {
                for (InventoryField field : explicit) {
                    text(field.text());
                }
            }
        }
        hasher.putInt(told.traits().size());
        for (Trait trait : told.traits()) {
            text(trait.name());
        }
    }

    private void write(NumaCell cell) {
        hasher.putInt(cell.id());
        numbers(cell.sharedCpus());
        numbers(cell.dedicatedCpus());
        hasher.putLong(cell.memoryMb());
        hasher.putInt(cell.siblings().size());
        for (SortedSet<Integer> threads : cell.siblings()) {
            numbers(threads);
        }
        hasher.putInt(cell.pages().size());
        for (MemoryPages pages : cell.pages()) {
            hasher.putLong(pages.sizeKb());
            hasher.putLong(pages.total());
            hasher.putLong(pages.reserved());
        }
        number(cell.socket());
    }

    private void write(PciDevice device) {
        text(device.address().toString());
        text(device.vendorId());
        text(device.productId());
        text(device.type().text());
        text(device.parent().map(PciAddress::toString).orElse(""));
        number(device.numaNode());
        attributes(device.tags());
        attributes(device.facts());
        id(device.provider());
    }

    private void attributes(SortedMap<String, AttributeValue> attributes) {
        hasher.putInt(attributes.size());
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            text(attribute.getKey());
            write(attribute.getValue());
        }
    }

    /** A decimal by its bits, for its text is not the same on every JDK. */
    private void write(AttributeValue value) {
        text(value.kind().name());
        if (value instanceof AttributeValue.Decimal decimal) {
            hasher.putDouble(decimal.value());
        } else if (value instanceof AttributeValue.Many many) {
            hasher.putInt(many.values().size());
            for (AttributeValue member : many.values()) {
                write(member);
            }
        } else {
            text(value.toString());
        }
    }

    private void numbers(Collection<Integer> numbers) {
        hasher.putInt(numbers.size());
        for (int number : numbers) {
            hasher.putInt(number);
        }
    }

    /** Writes a missing number as a value that no number has. */
    private void number(OptionalInt number) {
        hasher.putInt(number.orElse(-1));
    }

    private void id(Optional<ProviderId> id) {
        hasher.putBoolean(id.isPresent());
        if (id.isPresent()) {
            id(id.get());
        }
    }

    private void id(ProviderId id) {
        hasher.putLong(id.value().getMostSignificantBits());
        hasher.putLong(id.value().getLeastSignificantBits());
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        hasher.putInt(utf8.length);
        hasher.putBytes(utf8);
    }
}

package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.history.FieldValues;
import dev.berth.ledger.history.SubjectFields;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is so of each kind of thing: the fields that a history shows, and what it leaves out, so that two things
 * with the same fields are the same. Stateless.
 */
final class StateFields {
    private static final String ONCE_FREED = "once freed ";

    private StateFields() {}

    static ImmutableSortedMap<String, Object> provider(RegionView view, Provider provider) {
        FieldValues values = new FieldValues();
        String of = SubjectFields.provider(provider.id());
        SubjectFields.provider(view, provider.id(), values);
        SubjectFields.usage(view, provider.id(), values);
        values.put(of, "root", provider.root().toString());
        values.put(of, "created_at_ms", provider.createdAtMs());
        values.put(of, "updated_at_ms", provider.updatedAtMs());
        return values.of(of);
    }

    static ImmutableSortedMap<String, Object> consumer(RegionView view, Consumer consumer) {
        FieldValues values = new FieldValues();
        String of = SubjectFields.consumer(consumer.id());
        SubjectFields.consumer(view, consumer.id(), values);
        values.put(of, "created_at_ms", consumer.createdAtMs());
        values.put(of, "updated_at_ms", consumer.updatedAtMs());
        consumer.placement().ifPresent(placed -> {
            int at = 0;
            for (PlacedCell cell : placed.cells()) {
                values.put(of, "cell " + at++, text(cell));
            }
        });
        return values.of(of);
    }

    private static String text(PlacedCell cell) {
        return "guest cell " + cell.guest().index() + " on host cell " + cell.hostCell() + ", "
                + cell.guest().memoryMb() + " MB, shared vCPUs " + cell.guest().sharedVcpus() + ", dedicated vCPUs "
                + cell.guest().dedicatedVcpus() + ", pinned " + cell.pinning() + ", CPU policy "
                + cell.guest().cpuPolicy() + ", thread policy " + cell.guest().threadPolicy()
                + cell.guest()
                        .pages()
                        .map(pages -> ", asked for pages of " + pages.sizeKb() + " KB")
                        .orElse("")
                + (cell.pageSizeKb().isPresent()
                        ? ", has pages of " + cell.pageSizeKb().getAsInt() + " KB"
                        : "");
    }

    static ImmutableSortedMap<String, Object> host(RegionView view, ProviderId host) {
        FieldValues values = new FieldValues();
        String of = SubjectFields.host(host);
        SubjectFields.host(view, host, values);
        view.lastSequence(host).ifPresent(last -> values.put(of, "report number", last));
        view.drain(host).ifPresent(drain -> {
            values.put(of, "drained_since_ms", drain.sinceMs());
            if (drain.wasDisabled()) {
                values.put(of, "disabled beside the drain");
            }
        });
        if (view.hostReport(host).isPresent()) {
            values.put(of, "reported");
        }
        return values.of(of);
    }

    /** What an agent last said of a provider. */
    static ImmutableSortedMap<String, Object> vouched(VouchedProvider vouched) {
        FieldValues values = new FieldValues();
        String of = "";
        values.put(of, "name", vouched.name());
        values.put(of, "parent", vouched.parent());
        vouched.traits().forEach(trait -> values.put(of, "trait " + trait));
        if (vouched.departing()) {
            values.put(of, "departing");
        }
        vouched.inventories().forEach((resourceClass, inventory) -> {
            String before = "inventory " + resourceClass + " ";
            SubjectFields.inventory(of, before, inventory.reported(), values);
            inventory(of, before, inventory, values);
        });
        return values.of(of);
    }

    private static void inventory(String of, String before, VouchedInventory inventory, FieldValues into) {
        into.put(of, before + "explicit", texts(inventory.explicit()));
        into.put(of, before + "set by operator", texts(inventory.setByOperator()));
        into.put(of, before + "departed from", inventory.departedFrom());
    }

    private static ImmutableList<String> texts(Set<InventoryField> fields) {
        return fields.stream().map(InventoryField::text).collect(ImmutableList.toImmutableList());
    }

    static ImmutableSortedMap<String, Object> device(TrackedDevice device, ProviderId host) {
        FieldValues values = new FieldValues();
        String of = SubjectFields.device(device, host);
        SubjectFields.device(device, host, values);
        if (device.isOut()) {
            values.put(of, "state once back", device.status().text());
        }
        kinds(of, "", device.device(), values);
        device.pending().ifPresent(pending -> {
            SubjectFields.attributes(of, ONCE_FREED, pending, values);
            kinds(of, ONCE_FREED, pending, values);
        });
        return values.of(of);
    }

    private static void kinds(String of, String before, PciDevice device, FieldValues into) {
        kinds(of, before + "tag ", device.tags(), into);
        kinds(of, before + "fact ", device.facts(), into);
    }

    static ImmutableSortedMap<String, Object> flavor(RegionView view, PciFlavor flavor) {
        FieldValues values = new FieldValues();
        String of = SubjectFields.flavor(flavor.name());
        SubjectFields.flavor(view, flavor.name(), values);
        for (int at = 0; at < flavor.alternatives().size(); at++) {
            String before = "alternative " + at + " ";
            flavor.alternatives().get(at).attributes().forEach((name, value) -> {
                values.put(of, before + name, value.toString());
                kind(of, before + name, value, values);
            });
        }
        return values.of(of);
    }

    private static void kinds(String of, String before, Map<String, AttributeValue> attributes, FieldValues into) {
        attributes.forEach((name, value) -> kind(of, before + name, value, into));
    }

    /** The number 5 and the text "5" look alike; what is not a text is written as JSON besides. */
    private static void kind(String of, String field, AttributeValue value, FieldValues into) {
        if (value.kind() != AttributeValue.Kind.TEXT) {
            into.put(of, field + " as JSON", json(value));
        }
    }

    private static String json(AttributeValue value) {
        if (value instanceof AttributeValue.Text text) {
            return '"' + text.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return value instanceof AttributeValue.Many many
                ? many.values().stream().map(StateFields::json).collect(Collectors.joining(",", "[", "]"))
                : value.toString();
    }
}

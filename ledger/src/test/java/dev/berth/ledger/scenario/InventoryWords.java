package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How scenarios write inventories and who set which of their fields; {@link ScenariosTest} documents it. */
final class InventoryWords {
    private InventoryWords() {}

    /** Fields by class, as in {@code VCPU:reserved,allocation_ratio}. */
    static ImmutableSortedMap<ResourceClass, ImmutableSortedSet<InventoryField>> explicit(Words words) {
        ImmutableSortedMap.Builder<ResourceClass, ImmutableSortedSet<InventoryField>> explicit =
                ImmutableSortedMap.naturalOrder();
        while (words.isNextWith(':')) {
            List<String> parts = Splitter.on(':').splitToList(words.next());
            explicit.put(
                    ResourceClass.of(parts.get(0)),
                    Splitter.on(',')
                            .splitToStream(parts.get(1))
                            .map(InventoryField::of)
                            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())));
        }
        return explicit.build();
    }

    static String explicit(Map<ResourceClass, ImmutableSortedSet<InventoryField>> explicit) {
        return explicit.isEmpty()
                ? ""
                : " explicit"
                        + explicit.entrySet().stream()
                                .map(each -> " " + each.getKey() + ":" + String.join(",", texts(each.getValue())))
                                .collect(Collectors.joining());
    }

    /** The total, and the settings that are not what is filled in where nothing is said. */
    static String inventory(InventoryRecord record) {
        InventoryRecord plain = InventoryRecord.of(record.total());
        return record.total()
                + setting("reserved", record.reserved(), plain.reserved())
                + setting("min", record.minUnit(), plain.minUnit())
                + setting("max", record.maxUnit(), plain.maxUnit())
                + setting("step", record.stepSize(), plain.stepSize())
                + (record.allocationRatio() == plain.allocationRatio() ? "" : "/ratio=" + record.allocationRatio());
    }

    private static String setting(String name, long value, long otherwise) {
        return value == otherwise ? "" : "/" + name + "=" + value;
    }

    /** What the provider has of the class, and who has set it. */
    static String fields(RegionView view, ProviderId id, ResourceClass resourceClass) {
        Optional<InventoryRecord> standing =
                view.provider(id).map(Provider::inventories).map(inventories -> inventories.get(resourceClass));
        if (standing.isEmpty()) {
            return "absent";
        }
        List<String> words = new ArrayList<>(List.of(inventory(standing.get())));
        Optional<VouchedInventory> vouched =
                view.vouched(id).map(VouchedProvider::inventories).map(inventories -> inventories.get(resourceClass));
        vouched.filter(known -> !known.explicit().isEmpty())
                .ifPresent(known -> words.add("explicit " + String.join(" ", texts(known.explicit()))));
        vouched.filter(known -> !known.setByOperator().isEmpty())
                .ifPresent(known -> words.add("operator " + String.join(" ", texts(known.setByOperator()))));
        vouched.filter(VouchedInventory::isDeparting).ifPresent(known -> words.add("departing"));
        return String.join(" ", words);
    }

    private static List<String> texts(Set<InventoryField> fields) {
        return fields.stream().map(InventoryField::text).toList();
    }
}

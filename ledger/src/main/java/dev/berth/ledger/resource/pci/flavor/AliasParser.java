package dev.berth.ledger.resource.pci.flavor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.resource.attribute.AttributeMatch;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads alias definitions by nova's schema; where it is wrong it says so and goes on, so that all errors show at once.
 */
final class AliasParser {
    private static final String NAME = "name";
    private static final String DEVICE_TYPE = "device_type";
    private static final String NUMA_POLICY = "numa_policy";

    private static final ImmutableSet<String> KEYS = ImmutableSet.of(
            NAME,
            AttributeNames.VENDOR_ID,
            AttributeNames.PRODUCT_ID,
            DEVICE_TYPE,
            NUMA_POLICY,
            AttributeNames.RESOURCE_CLASS,
            AttributeNames.TRAITS,
            AttributeNames.LIVE_MIGRATABLE);

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{4}");

    private final List<AliasError> errors = new ArrayList<>();
    private final Map<String, List<Definition>> byName = new LinkedHashMap<>();

    /**
     * One definition that is right by itself.
     *
     * @param policy empty where it does not say, which means legacy
     */
    private record Definition(Optional<DeviceType> type, Optional<NumaPolicy> policy, PciAlternative alternative) {
        NumaPolicy effectivePolicy() {
            return policy.orElse(NumaPolicy.LEGACY);
        }

        boolean hasIds() {
            return alternative.attributes().containsKey(AttributeNames.VENDOR_ID)
                    && alternative.attributes().containsKey(AttributeNames.PRODUCT_ID);
        }
    }

    Aliases.Parsed parse(List<Aliases.Definition> definitions) {
        for (Aliases.Definition each : definitions) {
            if (each.content() instanceof Map<?, ?> definition) {
                read(each.subject(), definition);
            } else {
                error(each.subject(), "expected a map such as {\"name\": …, \"vendor_id\": …, \"product_id\": …}");
            }
        }
        byName.forEach(this::compare);
        if (!errors.isEmpty()) {
            return new Aliases.Parsed(ImmutableSortedMap.of(), ImmutableList.copyOf(errors));
        }
        TreeMap<String, PciFlavor> flavors = new TreeMap<>();
        byName.forEach((name, all) -> flavors.put(name, flavor(name, all)));
        return new Aliases.Parsed(ImmutableSortedMap.copyOfSorted(flavors), ImmutableList.of());
    }

    private void read(String subject, Map<?, ?> definition) {
        int errorsBefore = errors.size();
        definition.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !KEYS.contains(key))
                .sorted()
                .forEach(key -> error(subject, "expected keys of " + KEYS + " but got " + key));
        for (Object key : definition.keySet()) {
            if (!(definition.get(key) instanceof String)
                    && !(key.equals(AttributeNames.LIVE_MIGRATABLE) && definition.get(key) instanceof Boolean)) {
                error(subject, "expected text for " + key + " but got " + definition.get(key));
            }
        }
        if (errors.size() > errorsBefore) {
            return;
        }
        Optional<String> name = text(definition, NAME).map(String::trim).filter(PciFlavor::isName);
        Optional<DeviceType> type = text(definition, DEVICE_TYPE).flatMap(DeviceType::parse);
        Optional<NumaPolicy> policy = text(definition, NUMA_POLICY).flatMap(NumaPolicy::parse);
        check(subject, name.isPresent(), "expected a name of 1 to " + PciFlavor.NAME_LENGTH_MAX + " characters");
        check(
                subject,
                !definition.containsKey(DEVICE_TYPE) || type.isPresent() && type.get() != DeviceType.VDPA,
                "expected a device_type of type-PCI, type-PF or type-VF but got " + definition.get(DEVICE_TYPE));
        check(
                subject,
                !definition.containsKey(NUMA_POLICY) || policy.isPresent(),
                "expected a numa_policy of required, legacy, preferred or socket but got "
                        + definition.get(NUMA_POLICY));
        for (String key : List.of(AttributeNames.VENDOR_ID, AttributeNames.PRODUCT_ID)) {
            boolean isId =
                    text(definition, key).map(id -> ID.matcher(id).matches()).orElse(true);
            check(subject, isId, "expected four hex digits for " + key + " but got " + definition.get(key));
        }
        check(
                subject,
                isFlag(definition.get(AttributeNames.LIVE_MIGRATABLE)),
                "expected true or false for live_migratable but got " + definition.get(AttributeNames.LIVE_MIGRATABLE));
        Definition read = new Definition(type, policy, alternative(definition, type));
        check(
                subject,
                read.hasIds() || definition.containsKey(AttributeNames.RESOURCE_CLASS),
                "expected both vendor_id and product_id, or a resource_class");
        name.ifPresent(
                key -> byName.computeIfAbsent(key, it -> new ArrayList<>()).add(read));
    }

    private void compare(String name, List<Definition> all) {
        Definition first = all.get(0);
        for (Definition other : all) {
            check(name, other.type().equals(first.type()), "expected one device_type in all definitions of an alias");
            check(
                    name,
                    other.effectivePolicy() == first.effectivePolicy(),
                    "expected one numa_policy in all definitions of an alias");
            check(
                    name,
                    all.size() == 1 || other.hasIds(),
                    "expected a single definition of an alias that is known by its resource_class");
        }
    }

    private static PciFlavor flavor(String name, List<Definition> all) {
        return new PciFlavor(
                name,
                all.stream().map(Definition::alternative).collect(ImmutableList.toImmutableList()),
                all.stream().map(Definition::policy).flatMap(Optional::stream).findFirst(),
                Optional.empty(),
                0);
    }

    private static PciAlternative alternative(Map<?, ?> definition, Optional<DeviceType> type) {
        ImmutableSortedMap.Builder<String, AttributeValue> attributes = ImmutableSortedMap.naturalOrder();
        type.ifPresent(it -> attributes.put(AttributeNames.DEV_TYPE, AttributeValue.of(it.text())));
        for (Map.Entry<?, ?> each : definition.entrySet()) {
            String key = (String) each.getKey();
            if (!key.equals(NAME) && !key.equals(DEVICE_TYPE) && !key.equals(NUMA_POLICY)) {
                attributes.put(key, value(each.getValue()));
            }
        }
        return new PciAlternative(attributes.build());
    }

    /** What a definition would have to say for the alternative; whether one may say it is for the parser to find. */
    static ImmutableSortedMap<String, Object> definition(PciFlavor flavor, PciAlternative alternative) {
        TreeMap<String, Object> definition = new TreeMap<>();
        alternative.attributes().forEach((key, value) -> {
            Object said = value instanceof AttributeValue.Text || value instanceof AttributeValue.Flag
                    ? value.kind() == AttributeValue.Kind.FLAG
                            ? (Object) ((AttributeValue.Flag) value).value()
                            : ((AttributeValue.Text) value).value()
                    : value;
            definition.put(key.equals(AttributeNames.DEV_TYPE) ? DEVICE_TYPE : key, said);
        });
        definition.put(NAME, flavor.name());
        flavor.policy().ifPresent(policy -> definition.put(NUMA_POLICY, policy.text()));
        return ImmutableSortedMap.copyOfSorted(definition);
    }

    private static AttributeValue value(Object value) {
        return value instanceof Boolean flag
                ? AttributeValue.of(flag.booleanValue())
                : AttributeValue.of((String) value);
    }

    private static boolean isFlag(Object value) {
        return value == null || AttributeMatch.isTrue(value(value)) || AttributeMatch.isFalse(value(value));
    }

    private static Optional<String> text(Map<?, ?> definition, String key) {
        return Optional.ofNullable((String) definition.get(key));
    }

    private void check(String subject, boolean isRight, String message) {
        if (!isRight) {
            error(subject, message);
        }
    }

    private void error(String subject, String message) {
        errors.add(new AliasError(subject, message));
    }
}

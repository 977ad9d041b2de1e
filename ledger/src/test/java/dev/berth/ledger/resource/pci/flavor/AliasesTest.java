package dev.berth.ledger.resource.pci.flavor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AliasesTest {
    @Property(tries = 300)
    void amountToTheFlavorsThatTheyWereMadeOf(@ForAll("flavors") List<PciFlavor> flavors) {
        TreeMap<String, PciFlavor> byName = new TreeMap<>();
        flavors.forEach(flavor -> byName.put(flavor.name(), flavor));
        List<Aliases.Definition> definitions = new ArrayList<>();
        byName.values()
                .forEach(flavor -> Aliases.definitions(flavor)
                        .orElseThrow()
                        .forEach(definition -> definitions.add(new Aliases.Definition("there", definition))));

        Aliases.Parsed parsed = Aliases.parse(definitions);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.flavors()).isEqualTo(byName);
    }

    @Test
    void takesSeveralDefinitionsOfOneNameForAlternatives() {
        Aliases.Parsed parsed = parse(
                Map.of("name", " qat ", "vendor_id", "8086", "product_id", "0443"),
                Map.of("name", "qat", "vendor_id", "8086", "product_id", "37c8", "numa_policy", "legacy"));

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.flavors().get("qat").alternatives()).hasSize(2);
        assertThat(parsed.flavors().get("qat").policy()).contains(NumaPolicy.LEGACY);
    }

    @Test
    void tellsAllThatIsWrong() {
        Aliases.Parsed parsed = parse(
                Map.of("name", "a", "vendor_id", "8086"),
                Map.of("name", "b", "vendor_id", "8086", "product_id", "44"),
                Map.of("name", "c", "vendor_id", "8086", "product_id", "0443", "numa_policy", "required"),
                Map.of("name", "c", "vendor_id", "8086", "product_id", "0444"),
                Map.of("name", "d", "vendor_id", "8086", "product_id", "0444", "dev_type", "type-PF"));

        assertThat(parsed.flavors()).isEmpty();
        assertThat(parsed.errors())
                .extracting(AliasError::subject)
                .containsExactly("definition 0", "definition 1", "definition 4", "c");
    }

    @Test
    void knowsWhichFlavorsNoAliasCanAskFor() {
        assertThat(Aliases.definitions(flavor(Map.of("speed", AttributeValue.of("10g")))))
                .isEmpty();
        assertThat(Aliases.definitions(flavor(Map.of("vendor_id", AttributeValue.of("8086")))))
                .isEmpty();
        assertThat(Aliases.definitions(flavor(Map.of(
                        "vendor_id", AttributeValue.of("8086"),
                        "product_id", AttributeValue.of("0443"),
                        "dev_type", AttributeValue.of("vdpa")))))
                .isEmpty();
        assertThat(Aliases.definitions(flavor(Map.of(
                        "vendor_id", AttributeValue.of("8086"),
                        "product_id", AttributeValue.of("0443"),
                        "numa_policy", AttributeValue.of("required")))))
                .as("an attribute that reads like a word of aliases")
                .isEmpty();
    }

    private static Aliases.Parsed parse(Map<?, ?>... contents) {
        List<Aliases.Definition> definitions = new ArrayList<>();
        for (Map<?, ?> content : contents) {
            definitions.add(new Aliases.Definition("definition " + definitions.size(), content));
        }
        return Aliases.parse(definitions);
    }

    private static PciFlavor flavor(Map<String, AttributeValue> attributes) {
        return new PciFlavor(
                "f",
                ImmutableList.of(new PciAlternative(ImmutableSortedMap.copyOf(attributes))),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    @Provide
    Arbitrary<List<PciFlavor>> flavors() {
        Arbitrary<String> ids = Arbitraries.of("8086", "10de", "0443", "1DB6");
        Arbitrary<Optional<String>> types =
                Arbitraries.of("type-PCI", "type-PF", "type-VF").optional();
        Arbitrary<Optional<NumaPolicy>> policies =
                Arbitraries.of(NumaPolicy.values()).optional();
        Arbitrary<Optional<AttributeValue>> migratable = Arbitraries.of(
                        AttributeValue.of(true), AttributeValue.of("yes"), AttributeValue.of("False"))
                .optional();
        Arbitrary<List<List<String>>> pairs =
                ids.list().ofSize(2).list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<String> names = Arbitraries.of("gpu", "10g", "$HOME", "a b", "ü\"");
        return Combinators.combine(names, pairs, types, policies, migratable)
                .as(AliasesTest::flavor)
                .list()
                .ofMaxSize(4);
    }

    private static PciFlavor flavor(
            String name,
            List<List<String>> ids,
            Optional<String> type,
            Optional<NumaPolicy> policy,
            Optional<AttributeValue> migratable) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        for (List<String> pair : ids) {
            TreeMap<String, AttributeValue> attributes = new TreeMap<>();
            attributes.put("vendor_id", AttributeValue.of(pair.get(0)));
            attributes.put("product_id", AttributeValue.of(pair.get(1)));
            type.ifPresent(text -> attributes.put("dev_type", AttributeValue.of(text)));
            migratable.ifPresent(flag -> attributes.put("live_migratable", flag));
            alternatives.add(new PciAlternative(ImmutableSortedMap.copyOfSorted(attributes)));
        }
        return new PciFlavor(name, alternatives.build(), policy, Optional.empty(), 0);
    }
}

package dev.berth.cli.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactsDiffTest {
    private static final ProviderId PROVIDER = new ProviderId(new UUID(0, 1));

    private static RegionFacts facts(ImmutableSortedSet<Trait> traits, ImportedProvider... providers) {
        TreeMap<ProviderId, ImportedProvider> byId = new TreeMap<>();
        for (ImportedProvider provider : providers) {
            byId.put(provider.provider(), provider);
        }
        return new RegionFacts(
                ImmutableSortedSet.of(),
                traits,
                ImmutableSortedMap.copyOfSorted(byId),
                ImmutableSortedMap.<ConsumerId, ImportedConsumer>of(),
                ImmutableList.of(),
                ImmutableList.of());
    }

    private static ImportedProvider provider(ProviderId id, Optional<ProviderId> parent, String name) {
        return new ImportedProvider(
                id, name, parent, 0, ImmutableSortedMap.of(), ImmutableSortedSet.of(), ImmutableSortedSet.of());
    }

    @Test
    void saysWhichProviderDiffersWhateverItsNameIs() {
        RegionFacts there = facts(ImmutableSortedSet.of(), provider(PROVIDER, Optional.empty(), "two\u2028lines"));
        assertThat(FactsDiff.of(there, facts(ImmutableSortedSet.of())))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.subject().provider()).contains(PROVIDER);
                    assertThat(difference.field()).isEqualTo("provider");
                    assertThat(difference.there()).isEqualTo("two\u2028lines without inventory");
                    assertThat(difference.here()).isEmpty();
                    assertThat(difference.toString())
                            .contains(PROVIDER.toString(), "without inventory there, nothing here");
                });
    }

    @Test
    void takesANameForNeitherProviderNorConsumer() {
        RegionFacts there = facts(ImmutableSortedSet.of(Trait.of("CUSTOM_A")));
        assertThat(FactsDiff.of(there, facts(ImmutableSortedSet.of())))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.subject().words()).isEqualTo("trait CUSTOM_A");
                    assertThat(difference.toString()).isEqualTo("trait CUSTOM_A, name: CUSTOM_A there, nothing here");
                    assertThat(difference.subject().provider()).isEmpty();
                    assertThat(difference.subject().consumer()).isEmpty();
                });
    }

    @Test
    void findsAllThatIsBelowProvidersHoweverDeep() {
        TreeMap<ProviderId, Optional<ProviderId>> parents = new TreeMap<>();
        int depth = 20_000;
        // The deepest has the lowest id, so that each is met before what it is below.
        for (int i = 0; i < depth; i++) {
            parents.put(id(i), i + 1 < depth ? Optional.of(id(i + 1)) : Optional.empty());
        }
        parents.put(id(depth), Optional.empty());
        PartialFacts facts = new PartialFacts(
                facts(ImmutableSortedSet.of()), ImmutableSortedMap.copyOfSorted(parents), ImmutableSortedSet.of());
        assertThat(facts.subtrees(ImmutableSortedSet.of(id(depth - 1))))
                .hasSize(depth)
                .doesNotContain(id(depth));
        assertThat(facts.subtrees(ImmutableSortedSet.of())).isEmpty();
    }

    private static ProviderId id(int number) {
        return new ProviderId(new UUID(0, number));
    }
}

package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The forest that commands keep up to date against one that is made from the facts alone. */
class ForestProperties {
    private static final int PROVIDERS = 400;
    private static final int COMMANDS = 1500;
    private static final List<String> QUERIES = List.of(
            "resources=VCPU:1",
            "resources=VCPU:2,DISK_GB:3",
            "resources_A=DISK_GB:2&required_A=CUSTOM_FAST",
            "resources=VCPU:1&resources_A=DISK_GB:1&member_of_A=<rack1>&group_policy=none",
            "resources=VCPU:1,DISK_GB:1&required=CUSTOM_FAST&root_required=!CUSTOM_FAST");

    /** Enough providers to fill several stands, split them and empty them again. */
    @Property(tries = 12)
    void isTheSameHoweverItCameAbout(@ForAll long seed) {
        Random random = new Random(seed);
        TestingRegion region = TestingRegion.of("p VCPU=1 +CUSTOM_FAST");
        for (int at = 0; at < COMMANDS; at++) {
            // Refused ones change nothing, and are as good a test of that.
            region.apply(command(region, random));
            if (at % 100 == 99) {
                RegionView rebuilt = rebuilt(region.view());
                for (String query : QUERIES) {
                    CandidateRequest request = TestingQuery.read(query, Nesting.AWARE, region::id);
                    assertThat(CandidateSearch.search(region.view(), request).candidates())
                            .as("seed %d, after %d commands, %s", seed, at + 1, query)
                            .isEqualTo(CandidateSearch.search(rebuilt, request).candidates());
                }
                assertThat(region.view().forest().trees())
                        .isEqualTo(rebuilt.forest().trees());
            }
        }
    }

    private static RegionView rebuilt(RegionView view) {
        RegionEdit edit = new RegionEdit(RegionView.empty(Region.DEFAULT));
        view.providers().all().forEach(edit::put);
        view.consumers().all().forEach(edit::put);
        return edit.view();
    }

    private static Command command(TestingRegion region, Random random) {
        ProviderId provider = provider(random);
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                new CreateProvider(
                        region.command(),
                        provider,
                        "n" + provider,
                        random.nextInt(6) == 0 ? Optional.of(provider(random)) : Optional.empty());
            case 3 ->
                random.nextInt(3) == 0
                        ? new DeleteProvider(region.command(), provider)
                        : new UpdateProvider(
                                region.command(),
                                provider,
                                "n" + provider,
                                Optional.of(new ParentChange(
                                        random.nextBoolean() ? Optional.of(provider(random)) : Optional.empty(),
                                        ParentChange.Permission.values()[
                                                random.nextInt(ParentChange.Permission.values().length)])));
            case 4, 5 ->
                new ReplaceInventories(
                        region.command(),
                        provider,
                        OptionalLong.empty(),
                        ImmutableSortedMap.of(
                                ResourceClass.of(random.nextBoolean() ? "VCPU" : "MEMORY_MB"),
                                InventoryRecord.of(1 + random.nextInt(6)),
                                ResourceClass.of("DISK_GB"),
                                InventoryRecord.of(1 + random.nextInt(6))));
            case 6 ->
                random.nextBoolean()
                        ? new ReplaceTraits(
                                region.command(),
                                provider,
                                OptionalLong.empty(),
                                random.nextBoolean()
                                        ? ImmutableSortedSet.of(Trait.of("CUSTOM_FAST"))
                                        : ImmutableSortedSet.of(Trait.of("MISC_SHARES_VIA_AGGREGATE")))
                        : new ReplaceAggregates(
                                region.command(),
                                provider,
                                OptionalLong.empty(),
                                random.nextBoolean()
                                        ? ImmutableSortedSet.<AggregateId>of()
                                        : ImmutableSortedSet.of(TestingRegion.aggregate("rack" + random.nextInt(3))));
            case 7 -> region.claimOf(Allocations.of(provider, ResourceClass.of("DISK_GB"), 1 + random.nextInt(3)));
            default -> new ReleaseAllocations(region.command(), anyConsumer(region, random));
        };
    }

    private static ConsumerId anyConsumer(TestingRegion region, Random random) {
        List<ConsumerId> consumers = new ArrayList<>();
        region.view().consumers().all().forEach(consumer -> consumers.add(consumer.id()));
        return consumers.isEmpty() ? new ConsumerId(new UUID(0, 0)) : consumers.get(random.nextInt(consumers.size()));
    }

    private static ProviderId provider(Random random) {
        return new ProviderId(new UUID(0x5000, random.nextInt(PROVIDERS)));
    }
}

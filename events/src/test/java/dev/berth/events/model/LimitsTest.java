package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LimitsTest {
    private static final CommandId COMMAND = new CommandId(new UUID(0, 1));
    private static final ProviderId PROVIDER = provider(0);
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final int UNITS_MAX = Integer.MAX_VALUE - 1;

    /** Something that may be so large, and how it is made in a size. */
    private record Bounded(String what, int max, IntConsumer make) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bounded> everythingBounded() {
        return Stream.of(
                new Bounded(
                        "the name of a provider",
                        Limits.PROVIDER_NAME_LENGTH_MAX,
                        size -> new CreateProvider(COMMAND, PROVIDER, "x".repeat(size), Optional.empty())),
                new Bounded(
                        "a name outside of the basic plane",
                        Limits.PROVIDER_NAME_LENGTH_MAX,
                        size -> new CreateProvider(COMMAND, PROVIDER, "\ud83d\ude00".repeat(size), Optional.empty())),
                new Bounded("a project", Limits.OWNER_LENGTH_MAX, size -> claim(0, "x".repeat(size), "user")),
                new Bounded("a user", Limits.OWNER_LENGTH_MAX, size -> claim(0, "project", "x".repeat(size))),
                new Bounded(
                        "the user of an enrolment",
                        Limits.OWNER_LENGTH_MAX,
                        size -> new Enrolment(PROVIDER, Optional.empty(), Optional.of("x".repeat(size)))),
                new Bounded(
                        "the reason of a drain",
                        Limits.REASON_LENGTH_MAX,
                        size -> new DrainHost(COMMAND, PROVIDER, "x".repeat(size))),
                new Bounded(
                        "the reason of a release",
                        Limits.REASON_LENGTH_MAX,
                        size -> new ReleaseAllocations(
                                COMMAND,
                                new ConsumerId(PROVIDER.value()),
                                Optional.empty(),
                                Optional.of("x".repeat(size)))),
                new Bounded(
                        "the reason of a forced removal",
                        Limits.REASON_LENGTH_MAX,
                        size -> new RemoveHost(COMMAND, PROVIDER, Optional.of("x".repeat(size)))),
                new Bounded(
                        "the new name of a host",
                        Limits.PROVIDER_NAME_LENGTH_MAX,
                        size -> new RenameHost(COMMAND, PROVIDER, "x".repeat(size))),
                new Bounded("a trait", Limits.SYMBOL_LENGTH_MAX, size -> Trait.of("X".repeat(size))),
                new Bounded(
                        "inventories of a provider",
                        Limits.PROVIDER_CLASSES_MAX,
                        size -> new ReplaceInventories(COMMAND, PROVIDER, OptionalLong.empty(), inventories(size))),
                new Bounded(
                        "inventories of a reported provider",
                        Limits.PROVIDER_CLASSES_MAX,
                        size -> new ReportedProvider(
                                PROVIDER, "cn1", Optional.empty(), inventories(size), ImmutableSortedSet.of())),
                new Bounded(
                        "inventories in a reshape",
                        Limits.PROVIDER_CLASSES_MAX,
                        size -> new ReshapedInventories(0, inventories(size))),
                new Bounded(
                        "traits of a provider",
                        Limits.PROVIDER_TRAITS_MAX,
                        size -> new ReplaceTraits(COMMAND, PROVIDER, OptionalLong.empty(), traits(size))),
                new Bounded(
                        "traits of a reported provider",
                        Limits.PROVIDER_TRAITS_MAX,
                        size -> new ReportedProvider(
                                PROVIDER, "cn1", Optional.empty(), ImmutableSortedMap.of(), traits(size))),
                new Bounded(
                        "aggregates of a provider",
                        Limits.PROVIDER_AGGREGATES_MAX,
                        size -> new ReplaceAggregates(COMMAND, PROVIDER, OptionalLong.empty(), aggregates(size))),
                new Bounded(
                        "providers in a report",
                        Limits.TREE_PROVIDERS_MAX,
                        size -> new ReportHost(COMMAND, PROVIDER, list(size, LimitsTest::reported))),
                new Bounded(
                        "devices in a report",
                        Limits.HOST_DEVICES_MAX,
                        size -> report(ImmutableSortedMap.of(), list(size, LimitsTest::device))),
                new Bounded(
                        "cleaned devices in a report",
                        Limits.HOST_DEVICES_MAX,
                        size -> report(ImmutableSortedMap.of(), ImmutableList.of())
                                .withCleaned(ImmutableSortedSet.copyOf(
                                        list(size, number -> device(number).address())))),
                new Bounded(
                        "the reason to fail a device",
                        Limits.REASON_LENGTH_MAX,
                        size -> new ChangeDevice(
                                COMMAND,
                                PROVIDER,
                                PciAddress.of("0000:00:00.0"),
                                ChangeDevice.Action.FAIL,
                                Optional.of("x".repeat(size)))),
                new Bounded(
                        "the reason of an outage",
                        Limits.REASON_LENGTH_MAX,
                        size -> new Outage(Outage.Cause.DRAINED, "x".repeat(size))),
                new Bounded(
                        "cells in a report",
                        Limits.HOST_CELLS_MAX,
                        size -> report(map(size, cell -> cell, LimitsTest::cell), ImmutableList.of())),
                new Bounded(
                        "consumers in a claim",
                        Limits.COMMAND_CONSUMERS_MAX,
                        size -> new ClaimAllocations(COMMAND, list(size, number -> claim(number, "project", "user")))),
                new Bounded(
                        "amounts in a claim",
                        Limits.COMMAND_AMOUNTS_MAX,
                        size -> new ClaimAllocations(
                                COMMAND,
                                ImmutableList.of(claim(0, "project", "user")
                                        .withAllocations(Allocations.of(map(
                                                size,
                                                LimitsTest::provider,
                                                number -> ImmutableSortedMap.of(VCPU, 1L))))))),
                new Bounded(
                        "requests for devices in a claim",
                        Limits.COMMAND_DEVICE_REQUESTS_MAX,
                        size -> new ClaimAllocations(
                                COMMAND,
                                ImmutableList.of(claim(0, "project", "user")
                                        .withDevices(new DeviceClaim(
                                                PROVIDER, ImmutableSortedSet.of(), list(size, LimitsTest::request)))))),
                new Bounded(
                        "cells of a guest",
                        Limits.GUEST_CELLS_MAX,
                        size -> new CellClaim(PROVIDER, list(size, LimitsTest::guest))),
                new Bounded(
                        "guests with cells in a claim",
                        Limits.COMMAND_GUESTS_MAX,
                        size -> new ClaimAllocations(
                                COMMAND,
                                list(
                                        size,
                                        number -> claim(number, "project", "user")
                                                .withCells(new CellClaim(PROVIDER, ImmutableList.of(guest(0))))))),
                new Bounded(
                        "providers in a reshape",
                        Limits.RESHAPED_PROVIDERS_MAX,
                        size -> new Reshape(
                                COMMAND,
                                map(
                                        size,
                                        LimitsTest::provider,
                                        number -> new ReshapedInventories(0, ImmutableSortedMap.of())),
                                ImmutableList.of())),
                new Bounded(
                        "inventories of an imported provider",
                        Limits.PROVIDER_CLASSES_MAX,
                        size -> imported(0, inventories(size), ImmutableSortedSet.of(), ImmutableSortedSet.of())),
                new Bounded(
                        "traits of an imported provider",
                        Limits.PROVIDER_TRAITS_MAX,
                        size -> imported(0, ImmutableSortedMap.of(), traits(size), ImmutableSortedSet.of())),
                new Bounded(
                        "aggregates of an imported provider",
                        Limits.PROVIDER_AGGREGATES_MAX,
                        size -> imported(0, ImmutableSortedMap.of(), ImmutableSortedSet.of(), aggregates(size))),
                new Bounded(
                        "traits that an import makes known",
                        Limits.IMPORTED_NAMES_MAX,
                        size -> new ImportFacts(
                                COMMAND,
                                ImmutableSortedSet.of(),
                                traits(size),
                                ImmutableList.of(),
                                ImmutableList.of())),
                new Bounded(
                        "providers in an import",
                        Limits.IMPORTED_PROVIDERS_MAX,
                        size -> facts(
                                list(
                                        size,
                                        number -> imported(
                                                number,
                                                ImmutableSortedMap.of(),
                                                ImmutableSortedSet.of(),
                                                ImmutableSortedSet.of())),
                                ImmutableList.of())),
                new Bounded(
                        "values in an import",
                        Limits.IMPORTED_VALUES_MAX,
                        size -> facts(withTraits(size), ImmutableList.of())),
                new Bounded(
                        "consumers in an import",
                        Limits.COMMAND_CONSUMERS_MAX,
                        size -> facts(ImmutableList.of(), list(size, number -> imported(number, 1, 1)))),
                new Bounded(
                        "amounts in an import",
                        Limits.COMMAND_AMOUNTS_MAX,
                        size -> facts(ImmutableList.of(), ImmutableList.of(imported(0, size, 1)))),
                new Bounded("units in all", UNITS_MAX, size -> new InventoryRecord(1L + size, 0, 1, 1, 1, 1)),
                new Bounded("reserved units", UNITS_MAX, size -> new InventoryRecord(1, 1L + size, 1, 1, 1, 1)),
                new Bounded("the least units", UNITS_MAX, size -> new InventoryRecord(1, 0, 1L + size, 1, 1, 1)),
                new Bounded("the most units", UNITS_MAX, size -> new InventoryRecord(1, 0, 1, 1L + size, 1, 1)),
                new Bounded("a step of units", UNITS_MAX, size -> new InventoryRecord(1, 0, 1, 1, 1L + size, 1)),
                new Bounded("an imported amount", Integer.MAX_VALUE - 1, size -> imported(0, 1, size + 1L)),
                new Bounded(
                        "alternatives of a flavor",
                        Limits.ALTERNATIVES_MAX,
                        size -> new PciFlavor(
                                "gpu",
                                list(size, number -> PciAlternative.of("slot", "" + number)),
                                Optional.empty(),
                                Optional.empty(),
                                0)),
                new Bounded(
                        "attributes of an alternative",
                        Limits.ATTRIBUTES_MAX,
                        size -> new PciAlternative(
                                map(size, number -> "name" + number, number -> AttributeValue.of("x")))),
                new Bounded(
                        "a text among attributes",
                        Limits.ATTRIBUTE_LENGTH_MAX,
                        size -> PciAlternative.of("label", "x".repeat(size))),
                new Bounded(
                        "MB of a cell",
                        Integer.MAX_VALUE - 1,
                        size -> new NumaCell(
                                0,
                                ImmutableSortedSet.of(),
                                ImmutableSortedSet.of(),
                                1L + size,
                                ImmutableList.of(),
                                ImmutableList.of(),
                                OptionalInt.empty())));
    }

    @ParameterizedTest
    @MethodSource("everythingBounded")
    void takesTheLargestAndRefusesWhatIsOneLarger(Bounded bounded) {
        assertThatCode(() -> bounded.make().accept(bounded.max())).doesNotThrowAnyException();
        assertThatThrownBy(() -> bounded.make().accept(bounded.max() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    /** A character beyond the first plane is two of Java's, and one for anyone who counts what a text has. */
    @Test
    void countsCharactersOfNamesAndOfAttributesAlike() {
        String name = "\uD83D\uDE00".repeat(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThatCode(() -> new CreateProvider(COMMAND, PROVIDER, name, Optional.empty()))
                .doesNotThrowAnyException();

        String label = "\uD83D\uDE00".repeat(Limits.ATTRIBUTE_LENGTH_MAX);
        assertThatCode(() -> PciAlternative.of("label", label)).doesNotThrowAnyException();
        assertThatThrownBy(() -> PciAlternative.of("label", label + "x"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1025");
    }

    @ParameterizedTest
    @MethodSource("controlCharacters")
    void refusesControlCharactersInNames(String name) {
        assertThatThrownBy(() -> new CreateProvider(COMMAND, PROVIDER, name, Optional.empty()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("control characters");
        assertThatThrownBy(() -> claim(0, name, "user")).isInstanceOf(MalformedException.class);
    }

    static Stream<String> controlCharacters() {
        return Stream.of("a\nb", "\u0000", "a\u007f", "\u009b31m");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void refusesPagesWhoseMemoryWouldOverflow(MemorySize pages) {
        assertThatThrownBy(() -> new MemoryPages(pages.sizeKb(), pages.total(), 0))
                .isInstanceOf(MalformedException.class);
    }

    private record MemorySize(int sizeKb, long total) {}

    static Stream<MemorySize> pages() {
        return Stream.of(new MemorySize(1_048_576, 1L << 44), new MemorySize(4, Long.MAX_VALUE / 4));
    }

    private static ConsumerClaim claim(int number, String project, String user) {
        return new ConsumerClaim(
                new ConsumerId(new UUID(0, number)),
                ExpectedConsumer.UNCHECKED,
                project,
                user,
                Optional.empty(),
                Allocations.NONE);
    }

    private static ImportedProvider imported(
            int number,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            ImmutableSortedSet<Trait> traits,
            ImmutableSortedSet<AggregateId> aggregates) {
        return new ImportedProvider(
                provider(number), "cn" + number, Optional.empty(), 0, inventories, traits, aggregates);
    }

    private static ImportedConsumer imported(int number, int amounts, long amount) {
        return new ImportedConsumer(
                new ConsumerId(new UUID(1, number)),
                1,
                "project",
                "user",
                Optional.empty(),
                Allocations.of(map(amounts, LimitsTest::provider, each -> ImmutableSortedMap.of(VCPU, amount))));
    }

    private static ImportFacts facts(
            ImmutableList<ImportedProvider> providers, ImmutableList<ImportedConsumer> consumers) {
        return new ImportFacts(COMMAND, ImmutableSortedSet.of(), ImmutableSortedSet.of(), providers, consumers);
    }

    /** Providers that have so many traits in all. */
    private static ImmutableList<ImportedProvider> withTraits(int traits) {
        return list(
                (traits + 255) / 256,
                number -> imported(
                        number,
                        ImmutableSortedMap.of(),
                        traits(Math.min(256, traits - 256 * number)),
                        ImmutableSortedSet.of()));
    }

    private static ReportHost report(ImmutableSortedMap<Integer, NumaCell> cells, ImmutableList<PciDevice> devices) {
        return new ReportHost(COMMAND, PROVIDER, ImmutableList.of(reported(0)), cells, devices);
    }

    private static ReportedProvider reported(int number) {
        return new ReportedProvider(
                provider(number),
                "cn" + number,
                number == 0 ? Optional.empty() : Optional.of(PROVIDER),
                ImmutableSortedMap.of(),
                ImmutableSortedSet.of());
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(0, number));
    }

    private static NumaCell cell(int id) {
        return NumaCell.on(id, OptionalInt.empty());
    }

    private static GuestCell guest(int index) {
        return new GuestCell(
                index,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                0,
                Optional.empty(),
                CpuPolicy.SHARED,
                ThreadPolicy.PREFER);
    }

    private static DeviceRequest request(int number) {
        return new DeviceRequest(
                "r" + number, 1, Optional.of("gpu"), ImmutableList.of(), ImmutableSortedMap.of(), Optional.empty());
    }

    private static PciDevice device(int number) {
        return new PciDevice(
                new PciAddress(0, number / 256, number / 8 % 32, number % 8),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.empty());
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(int size) {
        return map(size, number -> ResourceClass.of("CUSTOM_" + number), number -> InventoryRecord.of(1));
    }

    private static ImmutableSortedSet<Trait> traits(int size) {
        return set(size, number -> Trait.of("CUSTOM_" + number));
    }

    private static ImmutableSortedSet<AggregateId> aggregates(int size) {
        return set(size, number -> new AggregateId(new UUID(0, number)));
    }

    private static <T> ImmutableList<T> list(int size, IntFunction<T> each) {
        return IntStream.range(0, size).mapToObj(each).collect(ImmutableList.toImmutableList());
    }

    private static <T extends Comparable<T>> ImmutableSortedSet<T> set(int size, IntFunction<T> each) {
        return ImmutableSortedSet.copyOf(list(size, each));
    }

    private static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> map(
            int size, IntFunction<K> key, IntFunction<V> value) {
        return IntStream.range(0, size)
                .boxed()
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        Comparator.<K>naturalOrder(), key::apply, (Function<Integer, V>) value::apply));
    }
}

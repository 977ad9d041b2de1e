package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Commands that somebody might send to a region as it is: most of them are accepted, and every reason to refuse is met sooner or
 * later. The same seed and the same views give the same commands. For one thread.
 */
public final class RandomCommands {
    private static final ImmutableList<String> CLASSES =
            ImmutableList.of("VCPU", "MEMORY_MB", "DISK_GB", "CUSTOM_A", "CUSTOM_B", "CUSTOM_C");
    private static final ImmutableList<String> TRAITS =
            ImmutableList.of("HW_CPU_X86_AVX2", "STORAGE_DISK_SSD", "CUSTOM_X", "CUSTOM_Y", "CUSTOM_Z");

    private final SplittableRandom random;
    private final Symbols symbols;
    private int number;
    private Optional<Command> last = Optional.empty();

    public RandomCommands(long seed, Symbols symbols) {
        this.random = new SplittableRandom(seed);
        this.symbols = symbols;
    }

    /** Where the n-th command of a log stands that has nothing else in it; a second passes between two commands. */
    public static Position position(int n) {
        return new Position(0, n, 1_000_000L + 1_000L * n);
    }

    /** A log of that many commands, each in answer to what those before it came to. */
    public static ImmutableList<Command> log(long seed, int length, Symbols symbols) {
        RandomCommands commands = new RandomCommands(seed, symbols);
        ImmutableList.Builder<Command> log = ImmutableList.builder();
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < length; i++) {
            Command command = commands.next(view);
            log.add(command);
            view = Ledger.apply(view, position(i), command).after();
        }
        return log.build();
    }

    /** What somebody sends next who sees the region like this. */
    public Command next(RegionView view) {
        if (last.isPresent() && isOneIn(60)) {
            return last.get();
        }
        CommandId id = symbols.command("random " + number++);
        Command command = view.providers().size() < 3 ? createProvider(id, view) : command(id, view);
        last = Optional.of(command);
        return command;
    }

    private Command command(CommandId id, RegionView view) {
        int choice = random.nextInt(100);
        if (choice < 42) {
            return claim(id, view);
        }
        if (choice < 52) {
            return new ReleaseAllocations(id, someConsumer(view));
        }
        if (choice < 60) {
            return report(id, view);
        }
        if (choice < 66) {
            return reshape(id, view);
        }
        if (choice < 82) {
            return inventories(id, view);
        }
        return choice < 94 ? providers(id, view) : names(id, view);
    }

    private Command providers(CommandId id, RegionView view) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> createProvider(id, view);
            case 2 -> new UpdateProvider(id, someProvider(view), someName(), someParentChange(view));
            case 3 -> new DeleteProvider(id, someProvider(view));
            case 4 -> {
                ProviderId provider = someProvider(view);
                yield new ReplaceTraits(id, provider, generation(view, provider), traits(view));
            }
            default -> {
                ProviderId provider = someProvider(view);
                ImmutableSortedSet<AggregateId> aggregates = IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> symbols.aggregate("agg" + random.nextInt(4)))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder()));
                yield new ReplaceAggregates(id, provider, generation(view, provider), aggregates);
            }
        };
    }

    private Command createProvider(CommandId id, RegionView view) {
        String name = someName();
        Optional<ProviderId> parent = isOneIn(3) ? Optional.of(someProvider(view)) : Optional.empty();
        ProviderId provider = isOneIn(30) ? parent.orElse(someProvider(view)) : symbols.provider(someName());
        return new CreateProvider(id, isOneIn(3) ? provider : symbols.provider(name), name, parent);
    }

    private Optional<ParentChange> someParentChange(RegionView view) {
        if (isOneIn(3)) {
            return Optional.empty();
        }
        return Optional.of(new ParentChange(
                isOneIn(4) ? Optional.empty() : Optional.of(someProvider(view)),
                isOneIn(3) ? Permission.ADOPT_ROOTS : Permission.MOVE_FREELY));
    }

    private Command names(CommandId id, RegionView view) {
        // One that no inventory is of can be deleted.
        ResourceClass resourceClass = ResourceClass.of(isOneIn(4) ? "CUSTOM_RARE" : one(CLASSES));
        Trait trait = Trait.of(isOneIn(4) ? "CUSTOM_SELDOM" : one(TRAITS));
        return switch (random.nextInt(17)) {
            case 0, 1 -> new CreateTrait(id, isOneIn(8) ? Trait.of("UNHEARD_OF") : trait);
            case 2 -> new DeleteTrait(id, trait);
            case 3, 4 -> new CreateResourceClass(id, resourceClass, isOneIn(2) ? IfExists.REFUSE : IfExists.ACCEPT);
            case 5, 15 -> new RenameResourceClass(id, resourceClass, ResourceClass.of(one(CLASSES)));
            case 6, 16 -> new DeleteResourceClass(id, resourceClass);
            case 9, 10, 11 -> new CreateFlavor(id, RandomDevices.flavor(random));
            case 12, 13 -> new ReplaceFlavor(id, RandomDevices.flavor(random), random.nextInt(2));
            case 14 -> new DeleteFlavor(id, RandomDevices.flavor(random).name());
            case 7 -> new ActivateRules(id, isOneIn(2) ? view.rulesVersion() : 99);
            default -> new SkipRecord(id, random.nextInt(100));
        };
    }

    private Command inventories(CommandId id, RegionView view) {
        ProviderId provider = someProvider(view);
        ResourceClass resourceClass = knownClass(view);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                new ReplaceInventories(
                        id, provider, generation(view, provider), mostly(view, provider, someInventories(view)));
            case 3 ->
                new CreateInventory(id, provider, generation(view, provider), resourceClass, inventory(resourceClass));
            case 4 ->
                new UpdateInventory(
                        id, provider, generation(view, provider).orElse(0), resourceClass, inventory(resourceClass));
            default -> new DeleteInventory(id, provider, resourceClass);
        };
    }

    /** The inventories, and usually those of the provider that are in use, too. */
    private ImmutableSortedMap<ResourceClass, InventoryRecord> mostly(
            RegionView view, ProviderId id, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        TreeMap<ResourceClass, InventoryRecord> all = new TreeMap<>(inventories);
        if (!isOneIn(5)) {
            view.provider(id).ifPresent(provider -> provider.inventories().forEach(all::putIfAbsent));
        }
        return ImmutableSortedMap.copyOfSorted(all);
    }

    private ImmutableSortedMap<ResourceClass, InventoryRecord> someInventories(RegionView view) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ResourceClass resourceClass = knownClass(view);
            inventories.put(resourceClass, inventory(resourceClass));
        }
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    private InventoryRecord inventory(ResourceClass resourceClass) {
        long total = resourceClass.isCustom() ? 1 + random.nextInt(4) : 8 + random.nextInt(60);
        long reserved = isOneIn(4) ? random.nextLong(total + 1) : 0;
        double ratio = isOneIn(4) ? 0.5 + random.nextInt(8) / 4.0 : 1.0;
        boolean hasUnits = isOneIn(5);
        return new InventoryRecord(
                total,
                isOneIn(40) ? total + 1 : reserved,
                hasUnits ? 1 + random.nextInt(2) : 1,
                hasUnits ? 4 + random.nextInt(8) : InventoryRecord.MAX_UNIT_DEFAULT,
                hasUnits ? 1 + random.nextInt(2) : 1,
                ratio);
    }

    private ClaimAllocations claim(CommandId id, RegionView view) {
        TreeMap<ConsumerId, ConsumerClaim> claims = new TreeMap<>();
        for (int i = isOneIn(6) ? 2 : 1; i > 0; i--) {
            ConsumerId consumer = someConsumer(view);
            ConsumerClaim claim = claim(view, consumer, isOneIn(10) ? ImmutableSortedMap.of() : amounts(view));
            claims.put(consumer, isOneIn(4) ? withGuest(claim) : claim);
        }
        return new ClaimAllocations(id, ImmutableList.copyOf(claims.values()));
    }

    /** The claim with devices, with cells for its guest, or with both. */
    private ConsumerClaim withGuest(ConsumerClaim claim) {
        String host = "host" + random.nextInt(3);
        int parts = random.nextInt(4);
        ConsumerClaim asked = isOneIn(parts < 2 ? 4 : 2) ? claim.withAllocations(ImmutableSortedMap.of()) : claim;
        if (parts > 0) {
            asked = asked.withDevices(RandomDevices.claim(random, symbols, host));
        }
        return parts < 2 ? asked.withCells(RandomDevices.guest(random, symbols.provider(host))) : asked;
    }

    private ConsumerClaim claim(
            RegionView view,
            ConsumerId id,
            ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations) {
        Optional<Consumer> known = view.consumer(id);
        ExpectedConsumer actual = known.map(consumer -> ExpectedConsumer.atGeneration(consumer.generation()))
                .orElse(ExpectedConsumer.ABSENT);
        ExpectedConsumer expected = isOneIn(12) ? ExpectedConsumer.UNCHECKED : actual;
        return new ConsumerClaim(
                id,
                isOneIn(20) ? ExpectedConsumer.atGeneration(random.nextInt(5)) : expected,
                "project" + random.nextInt(3),
                "user" + random.nextInt(3),
                isOneIn(2) ? Optional.empty() : Optional.of(new ConsumerType(isOneIn(5) ? "MIGRATION" : "INSTANCE")),
                allocations);
    }

    private ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> amounts(RegionView view) {
        TreeMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations = new TreeMap<>();
        List<Provider> stocked = all(view).stream()
                .filter(provider -> !provider.inventories().isEmpty())
                .toList();
        for (int i = isOneIn(3) ? 2 : 1; i > 0 && !stocked.isEmpty(); i--) {
            Provider provider = one(stocked);
            TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
            provider.inventories().forEach((resourceClass, inventory) -> {
                if (amounts.isEmpty() || isOneIn(2)) {
                    long room = Math.max(1, Capacity.of(inventory) - view.used(provider.id(), resourceClass));
                    amounts.put(resourceClass, 1 + random.nextLong(isOneIn(8) ? 2 * room : 1 + room / 2));
                }
            });
            if (isOneIn(20)) {
                amounts.put(ResourceClass.of(one(CLASSES)), 1L);
            }
            allocations.put(isOneIn(40) ? someProvider(view) : provider.id(), ImmutableSortedMap.copyOfSorted(amounts));
        }
        return ImmutableSortedMap.copyOfSorted(allocations);
    }

    /** Moves one class from a provider to another, with what consumers hold of it; sometimes forgets one of them. */
    private Reshape reshape(CommandId id, RegionView view) {
        Provider from = one(all(view));
        Provider to = one(all(view));
        if (from.id().equals(to.id()) || from.inventories().isEmpty()) {
            ProviderId provider = someProvider(view);
            return new Reshape(
                    id,
                    ImmutableSortedMap.of(
                            provider,
                            new ReshapedInventories(
                                    generation(view, provider).orElse(0),
                                    mostly(view, provider, someInventories(view)))),
                    ImmutableList.of());
        }
        ResourceClass moved = one(from.inventories().keySet().asList());
        TreeMap<ResourceClass, InventoryRecord> rest = new TreeMap<>(from.inventories());
        InventoryRecord inventory = rest.remove(moved);
        TreeMap<ResourceClass, InventoryRecord> more = new TreeMap<>(to.inventories());
        more.putIfAbsent(moved, inventory);
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (ConsumerId holder : view.consumers().on(from.id())) {
            Consumer consumer = view.consumer(holder).orElseThrow();
            if (consumer.allocations().get(from.id()).containsKey(moved) && !isOneIn(15)) {
                claims.add(claim(view, holder, moved(consumer, from.id(), to.id(), moved)));
            }
        }
        return new Reshape(
                id,
                ImmutableSortedMap.of(
                        from.id(),
                        new ReshapedInventories(from.generation(), ImmutableSortedMap.copyOfSorted(rest)),
                        to.id(),
                        new ReshapedInventories(to.generation(), ImmutableSortedMap.copyOfSorted(more))),
                claims.build());
    }

    private static ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> moved(
            Consumer consumer, ProviderId from, ProviderId to, ResourceClass resourceClass) {
        TreeMap<ProviderId, TreeMap<ResourceClass, Long>> allocations = new TreeMap<>();
        consumer.allocations().forEach((provider, amounts) -> allocations.put(provider, new TreeMap<>(amounts)));
        long amount = allocations.get(from).remove(resourceClass);
        allocations.computeIfAbsent(to, provider -> new TreeMap<>()).merge(resourceClass, amount, Long::sum);
        allocations.values().removeIf(TreeMap::isEmpty);
        ImmutableSortedMap.Builder<ProviderId, ImmutableSortedMap<ResourceClass, Long>> moved =
                ImmutableSortedMap.naturalOrder();
        allocations.forEach((provider, amounts) -> moved.put(provider, ImmutableSortedMap.copyOfSorted(amounts)));
        return moved.build();
    }

    /** A host with some of the cells and devices that it may have; they come, go and move from one report to the next. */
    private ReportHost report(CommandId id, RegionView view) {
        String host = "host" + random.nextInt(3);
        List<ReportedProvider> providers = new ArrayList<>();
        providers.add(reported(view, host, Optional.empty()));
        List<String> cells = new ArrayList<>(List.of(host));
        for (int cell = 0; cell < 2; cell++) {
            if (!isOneIn(4)) {
                cells.add(host + "_cell" + cell);
                providers.add(reported(view, host + "_cell" + cell, Optional.of(host)));
            }
        }
        for (int device = 0; device < 3; device++) {
            if (!isOneIn(3)) {
                providers.add(reported(view, host + "_dev" + device, Optional.of(one(cells))));
            }
        }
        RandomDevices devices = new RandomDevices(random, symbols, host);
        return new ReportHost(
                id,
                symbols.provider(host),
                ImmutableList.copyOf(devices.counted(providers)),
                devices.cells(),
                devices.offered());
    }

    private ReportedProvider reported(RegionView view, String name, Optional<String> parent) {
        ImmutableSortedSet<Trait> traits = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> Trait.of(one(TRAITS)))
                .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder()));
        return new ReportedProvider(
                symbols.provider(name),
                parent.isEmpty() && isOneIn(20) ? someName() : name,
                parent.map(symbols::provider),
                someInventories(view),
                traits);
    }

    private ImmutableSortedSet<Trait> traits(RegionView view) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> Trait.of(one(TRAITS)))
                .filter(trait -> view.isKnown(trait) || isOneIn(6))
                .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder()));
    }

    private ResourceClass knownClass(RegionView view) {
        ResourceClass resourceClass = ResourceClass.of(one(CLASSES));
        return view.isKnown(resourceClass) || isOneIn(10) ? resourceClass : ResourceClass.of("VCPU");
    }

    private OptionalLong generation(RegionView view, ProviderId provider) {
        long actual = view.provider(provider).map(Provider::generation).orElse(0L);
        if (isOneIn(15)) {
            return OptionalLong.of(actual + 1);
        }
        return isOneIn(8) ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    private String someName() {
        return "p" + random.nextInt(12);
    }

    private ProviderId someProvider(RegionView view) {
        List<Provider> all = all(view);
        return all.isEmpty() || isOneIn(25) ? symbols.provider(someName()) : one(all).id();
    }

    private ConsumerId someConsumer(RegionView view) {
        List<Consumer> all = StreamSupport.stream(view.consumers().all().spliterator(), false)
                .collect(Collectors.toList());
        return all.isEmpty() || isOneIn(2) ? symbols.consumer("c" + random.nextInt(40)) : one(all).id();
    }

    private static List<Provider> all(RegionView view) {
        return StreamSupport.stream(view.providers().all().spliterator(), false).collect(Collectors.toList());
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean isOneIn(int n) {
        return random.nextInt(n) == 0;
    }
}

package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.Command;
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
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.SeenConsumer;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Commands that somebody might send to a region as it is: most of them are accepted, and every reason to refuse is met
 * sooner or later. The same seed and the same views give the same commands. For one thread.
 */
public final class RandomCommands {
    private final SplittableRandom random;
    private final Symbols symbols;
    private final RandomPick some;
    private final RandomClaims claims;
    private final RandomReports reports;
    private int number;
    private Optional<Command> last = Optional.empty();

    public RandomCommands(long seed, Symbols symbols) {
        this.random = new SplittableRandom(seed);
        this.symbols = symbols;
        this.some = new RandomPick(random, symbols);
        this.claims = new RandomClaims(random, symbols);
        this.reports = new RandomReports(random, symbols);
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
        if (last.isPresent() && some.isOneIn(60)) {
            return last.get();
        }
        CommandId id = symbols.command("random " + number++);
        Command command = view.providers().size() < 3 ? createProvider(id, view) : command(id, view);
        last = Optional.of(command);
        return command;
    }

    /** Of half of them somebody says how they were seen, now and then as they are not. */
    private Command release(CommandId id, ConsumerId consumer, RegionView view) {
        Optional<SeenConsumer> seen = view.consumer(consumer)
                .filter(held -> random.nextBoolean())
                .map(held -> new SeenConsumer(
                        held.generation() + (some.isOneIn(4) ? 1 : 0), held.updatedAtMs() + (some.isOneIn(4) ? 1 : 0)));
        return new ReleaseAllocations(
                id, consumer, seen, some.isOneIn(2) ? Optional.of("reason " + random.nextInt(2)) : Optional.empty());
    }

    private Command command(CommandId id, RegionView view) {
        int choice = random.nextInt(100);
        if (choice < 42) {
            return claims.claim(id, view);
        }
        if (choice < 52) {
            return release(id, some.consumer(view), view);
        }
        if (choice < 60) {
            return switch (random.nextInt(6)) {
                case 0 -> reports.enrolment(id);
                case 1 -> reports.life(id, view);
                default -> reports.report(id, view);
            };
        }
        if (choice < 65) {
            return claims.reshape(id, view);
        }
        if (choice < 66) {
            return new RandomImports(random, symbols).next(id, view);
        }
        if (choice < 82) {
            return inventories(id, view);
        }
        if (choice < 91) {
            return providers(id, view);
        }
        return choice < 94 ? RandomDevices.change(id, random, symbols) : names(id, view);
    }

    private Command providers(CommandId id, RegionView view) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> createProvider(id, view);
            case 2 -> new UpdateProvider(id, some.provider(view), some.name(), someParentChange(view));
            case 3 -> new DeleteProvider(id, some.provider(view));
            case 4 -> {
                ProviderId provider = some.provider(view);
                yield new ReplaceTraits(id, provider, some.generation(view, provider), some.traits(view));
            }
            default -> {
                ProviderId provider = some.provider(view);
                ImmutableSortedSet<AggregateId> aggregates = IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> symbols.aggregate("agg" + random.nextInt(4)))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
                yield new ReplaceAggregates(id, provider, some.generation(view, provider), aggregates);
            }
        };
    }

    private Command createProvider(CommandId id, RegionView view) {
        String name = some.name();
        Optional<ProviderId> parent = some.isOneIn(3) ? Optional.of(some.provider(view)) : Optional.empty();
        ProviderId provider = some.isOneIn(30) ? parent.orElse(some.provider(view)) : symbols.provider(some.name());
        return new CreateProvider(id, some.isOneIn(3) ? provider : symbols.provider(name), name, parent);
    }

    private Optional<ParentChange> someParentChange(RegionView view) {
        if (some.isOneIn(3)) {
            return Optional.empty();
        }
        return Optional.of(new ParentChange(
                some.isOneIn(4) ? Optional.empty() : Optional.of(some.provider(view)),
                some.isOneIn(3) ? Permission.ADOPT_ROOTS : Permission.MOVE_FREELY));
    }

    private Command names(CommandId id, RegionView view) {
        // One that no inventory is of can be deleted.
        ResourceClass resourceClass = ResourceClass.of(some.isOneIn(4) ? "CUSTOM_RARE" : some.one(RandomPick.CLASSES));
        Trait trait = Trait.of(some.isOneIn(4) ? "CUSTOM_SELDOM" : some.one(RandomPick.TRAITS));
        return switch (random.nextInt(17)) {
            case 0, 1 -> new CreateTrait(id, some.isOneIn(8) ? Trait.of("UNHEARD_OF") : trait);
            case 2 -> new DeleteTrait(id, trait);
            case 3, 4 ->
                new CreateResourceClass(id, resourceClass, some.isOneIn(2) ? IfExists.REFUSE : IfExists.ACCEPT);
            case 5, 15 -> new RenameResourceClass(id, resourceClass, ResourceClass.of(some.one(RandomPick.CLASSES)));
            case 6, 16 -> new DeleteResourceClass(id, some.unusedClass(view).orElse(resourceClass));
            case 9, 10, 11 -> new CreateFlavor(id, RandomDevices.flavor(random));
            case 12, 13 -> new ReplaceFlavor(id, RandomDevices.flavor(random), random.nextInt(2));
            case 14 -> new DeleteFlavor(id, RandomDevices.flavor(random).name());
            case 7 ->
                new ActivateRules(id, some.isOneIn(2) ? view.rulesVersion().number() : 0);
            default -> new SkipRecord(id, random.nextInt(100));
        };
    }

    private Command inventories(CommandId id, RegionView view) {
        ProviderId provider = some.provider(view);
        ResourceClass resourceClass = some.knownClass(view);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                new ReplaceInventories(
                        id,
                        provider,
                        some.generation(view, provider),
                        some.withMostUsed(view, provider, some.inventories(view)));
            case 3 ->
                new CreateInventory(
                        id, provider, some.generation(view, provider), resourceClass, some.inventory(resourceClass));
            case 4 ->
                new UpdateInventory(
                        id,
                        provider,
                        some.generation(view, provider).orElse(0),
                        resourceClass,
                        some.inventory(resourceClass));
            default -> new DeleteInventory(id, provider, resourceClass);
        };
    }
}

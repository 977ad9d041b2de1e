package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ChangeDevice;
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
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.command.SeenConsumer;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one command from its line; {@link ScenariosTest} documents the language. For one thread. */
public final class CommandReader {
    private static final Splitter AT = Splitter.on('@').limit(2);

    private final Symbols symbols;

    public CommandReader(Symbols symbols) {
        this.symbols = symbols;
    }

    /** @throws IllegalArgumentException if the line is no command */
    public Command read(CommandId id, String line) {
        Words words = new Words(line);
        String verb = words.next();
        Command command = switch (verb) {
            case "provider" -> provider(id, words);
            case "update" -> update(id, words);
            case "delete" -> new DeleteProvider(id, symbols.provider(words.next()));
            case "inventory" -> {
                String target = words.next();
                yield new ReplaceInventories(id, provider(target), generation(target), inventories(words));
            }
            case "add-inventory" -> {
                String target = words.next();
                Map.Entry<ResourceClass, InventoryRecord> inventory = inventory(words.next());
                yield new CreateInventory(
                        id, provider(target), generation(target), inventory.getKey(), inventory.getValue());
            }
            case "set-inventory" -> {
                String target = words.next();
                Map.Entry<ResourceClass, InventoryRecord> inventory = inventory(words.next());
                yield new UpdateInventory(
                        id,
                        provider(target),
                        generation(target).orElseThrow(),
                        inventory.getKey(),
                        inventory.getValue());
            }
            case "drop-inventory" ->
                new DeleteInventory(id, symbols.provider(words.next()), ResourceClass.of(words.next()));
            case "traits" -> {
                String target = words.next();
                yield new ReplaceTraits(id, provider(target), generation(target), traits(words));
            }
            case "aggregates" -> {
                String target = words.next();
                yield new ReplaceAggregates(
                        id,
                        provider(target),
                        generation(target),
                        words.rest().map(symbols::aggregate).collect(sortedSet()));
            }
            case "trait" -> new CreateTrait(id, Trait.of(words.next()));
            case "drop-trait" -> new DeleteTrait(id, Trait.of(words.next()));
            case "class" -> new CreateResourceClass(id, ResourceClass.of(words.next()), IfExists.REFUSE);
            case "ensure-class" -> new CreateResourceClass(id, ResourceClass.of(words.next()), IfExists.ACCEPT);
            case "rename-class" ->
                new RenameResourceClass(id, ResourceClass.of(words.next()), ResourceClass.of(words.next()));
            case "drop-class" -> new DeleteResourceClass(id, ResourceClass.of(words.next()));
            case "claim" -> new ClaimAllocations(id, claims(words));
            case "release" ->
                new ReleaseAllocations(
                        id,
                        symbols.consumer(words.next()),
                        words.skip("seen")
                                ? Optional.of(
                                        new SeenConsumer(Long.parseLong(words.next()), Long.parseLong(words.next())))
                                : Optional.empty(),
                        words.skip("for") ? Optional.of(reason(words)) : Optional.empty());
            case "reshape" -> reshape(id, words);
            case "import" -> imported(id, words);
            case "report" -> report(id, words);
            case "enrol" ->
                new EnrolHost(
                        id,
                        new Enrolment(
                                symbols.provider(words.next()),
                                words.optionalAfter("key").map(symbols::key),
                                words.optionalAfter("user")));
            case "rekey" -> new ReplaceKey(id, symbols.provider(words.next()), symbols.key(words.next()));
            case "withdraw" -> new WithdrawHost(id, symbols.provider(words.next()));
            case "drain" -> new DrainHost(id, symbols.provider(words.next()), reason(words));
            case "undrain" -> new UndrainHost(id, symbols.provider(words.next()));
            case "remove" ->
                new RemoveHost(
                        id,
                        symbols.provider(words.next()),
                        words.skip("for") ? Optional.of(reason(words)) : Optional.empty());
            case "rename" -> new RenameHost(id, symbols.provider(words.next()), words.next());
            case "flavor" -> {
                String target = words.next();
                PciFlavor flavor = FlavorWords.flavor(AT.splitToList(target).get(0), words);
                yield generation(target).isPresent()
                        ? new ReplaceFlavor(id, flavor, generation(target).getAsLong())
                        : new CreateFlavor(id, flavor);
            }
            case "drop-flavor" -> new DeleteFlavor(id, words.next());
            case "device" ->
                new ChangeDevice(
                        id,
                        symbols.provider(words.next()),
                        DeviceWords.address(words.next()),
                        ChangeDevice.Action.parse(words.next()).orElseThrow(),
                        words.isAtEnd() ? Optional.empty() : Optional.of(words.next()));
            case "rules" -> new ActivateRules(id, Integer.parseInt(words.next()));
            case "skip" -> new SkipRecord(id, Long.parseLong(words.next()));
            default -> throw new IllegalArgumentException("expected a command but got: " + line);
        };
        words.requireEnd();
        return command;
    }

    private static String reason(Words words) {
        return words.rest().collect(Collectors.joining(" "));
    }

    private CreateProvider provider(CommandId id, Words words) {
        String symbol = words.next();
        return new CreateProvider(
                id,
                symbols.provider(symbol),
                words.optionalAfter("named").orElse(symbol),
                words.optionalAfter("under").map(symbols::provider));
    }

    private UpdateProvider update(CommandId id, Words words) {
        String symbol = words.next();
        String name = words.optionalAfter("named").orElse(symbol);
        Optional<String> parent = words.optionalAfter("under");
        Permission permission = words.skip("freely") ? Permission.MOVE_FREELY : Permission.ADOPT_ROOTS;
        return new UpdateProvider(
                id,
                symbols.provider(symbol),
                name,
                parent.map(text -> new ParentChange(
                        text.equals("-") ? Optional.empty() : Optional.of(symbols.provider(text)), permission)));
    }

    private Reshape reshape(CommandId id, Words words) {
        ImmutableSortedMap.Builder<ProviderId, ReshapedInventories> inventories = ImmutableSortedMap.naturalOrder();
        if (!words.isAtEnd() && !words.isNext("claims")) {
            do {
                String target = words.next();
                inventories.put(
                        provider(target),
                        new ReshapedInventories(generation(target).orElseThrow(), inventories(words)));
            } while (words.skip("and"));
        }
        return new Reshape(id, inventories.build(), words.skip("claims") ? claims(words) : ImmutableList.of());
    }

    private ImportFacts imported(CommandId id, Words words) {
        ImmutableSortedSet.Builder<ResourceClass> classes = ImmutableSortedSet.naturalOrder();
        ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
        while (words.isNext("class") || words.isNext("trait")) {
            words.optionalAfter("class").map(ResourceClass::of).ifPresent(classes::add);
            words.optionalAfter("trait").map(Trait::of).ifPresent(traits::add);
        }
        ImmutableList.Builder<ImportedProvider> providers = ImmutableList.builder();
        if (!words.isAtEnd() && !words.isNext("holders")) {
            do {
                String target = words.next();
                providers.add(new ImportedProvider(
                        provider(target),
                        words.optionalAfter("named")
                                .orElse(AT.splitToList(target).get(0)),
                        words.optionalAfter("under").map(symbols::provider),
                        generation(target).orElseThrow(),
                        inventories(words),
                        words.skip("traits") ? traits(words) : ImmutableSortedSet.of(),
                        words.skip("aggregates") ? aggregates(words) : ImmutableSortedSet.of()));
            } while (words.skip("and"));
        }
        ImmutableList<ConsumerClaim> holders = words.skip("holders") ? claims(words) : ImmutableList.of();
        return new ImportFacts(
                id,
                classes.build(),
                traits.build(),
                providers.build(),
                holders.stream().map(CommandReader::holder).collect(ImmutableList.toImmutableList()));
    }

    private static ImportedConsumer holder(ConsumerClaim claim) {
        return new ImportedConsumer(
                claim.consumer(),
                ((ExpectedConsumer.AtGeneration) claim.expected()).generation(),
                claim.projectId(),
                claim.userId(),
                claim.type(),
                claim.allocations());
    }

    private ImmutableSortedSet<AggregateId> aggregates(Words words) {
        ImmutableSortedSet.Builder<AggregateId> aggregates = ImmutableSortedSet.naturalOrder();
        while (!words.isAtEnd() && !words.isNext("and") && !words.isNext("holders")) {
            aggregates.add(symbols.aggregate(words.next()));
        }
        return aggregates.build();
    }

    private ReportHost report(CommandId id, Words words) {
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        ImmutableSortedMap<Integer, NumaCell> cells = ImmutableSortedMap.of();
        ImmutableSortedSet.Builder<PciAddress> cleaned = ImmutableSortedSet.naturalOrder();
        Optional<ProviderId> host = Optional.empty();
        Optional<Long> number = words.optionalAfter("number").map(Long::valueOf);
        boolean isTakingOver = words.skip("taking-over");
        do {
            if (words.skip("cells")) {
                cells = CellWords.hostCells(words);
                continue;
            }
            if (words.skip("cleaned")) {
                while (!words.isAtEnd() && !words.isNext("and")) {
                    cleaned.add(DeviceWords.address(words.next()));
                }
                continue;
            }
            String symbol = words.next();
            if (symbol.equals("-")) {
                DeviceWords.offered(words, Optional.empty()).forEach(devices::add);
                continue;
            }
            ProviderId provider = symbols.provider(symbol);
            host = host.or(() -> Optional.of(provider));
            providers.add(new ReportedProvider(
                    provider,
                    words.optionalAfter("named").orElse(symbol),
                    words.optionalAfter("under").map(symbols::provider),
                    inventories(words),
                    words.skip("traits") ? traits(words) : ImmutableSortedSet.of(),
                    words.skip("explicit") ? InventoryWords.explicit(words) : ImmutableSortedMap.of()));
            DeviceWords.offered(words, Optional.of(provider)).forEach(devices::add);
        } while (words.skip("and"));
        ReportHost modest = new ReportHost(id, host.orElseThrow(), providers.build(), cells, devices.build())
                .withCleaned(cleaned.build());
        ReportHost report = isTakingOver ? modest.takingOverName() : modest;
        return number.map(report::withSequence).orElse(report);
    }

    private ImmutableList<ConsumerClaim> claims(Words words) {
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        do {
            String target = words.next();
            Allocations.Builder allocations = Allocations.builder();
            while (words.isNextWith(':')) {
                String[] allocation = words.next().split(":", 2);
                ImmutableSortedMap.Builder<ResourceClass, Long> amounts = ImmutableSortedMap.naturalOrder();
                for (String amount : Splitter.on(',').split(allocation[1])) {
                    String[] parts = amount.split("=", 2);
                    amounts.put(ResourceClass.of(parts[0]), Long.parseLong(parts[1]));
                }
                allocations.put(symbols.provider(allocation[0]), amounts.build());
            }
            claims.add(new ConsumerClaim(
                    symbols.consumer(AT.splitToList(target).get(0)),
                    expected(target),
                    words.optionalAfter("project").orElse("project"),
                    words.optionalAfter("user").orElse("user"),
                    words.optionalAfter("type").map(ConsumerType::new),
                    allocations.build(),
                    words.skip("pci") ? Optional.of(FlavorWords.claim(symbols, words)) : Optional.empty(),
                    words.skip("numa") ? Optional.of(CellWords.claim(symbols, words)) : Optional.empty()));
        } while (words.skip("and"));
        return claims.build();
    }

    private static ExpectedConsumer expected(String target) {
        if (!target.contains("@")) {
            return ExpectedConsumer.UNCHECKED;
        }
        return target.endsWith("@-")
                ? ExpectedConsumer.ABSENT
                : ExpectedConsumer.atGeneration(generation(target).orElseThrow());
    }

    private ProviderId provider(String target) {
        return symbols.provider(AT.splitToList(target).get(0));
    }

    private static OptionalLong generation(String target) {
        return target.contains("@")
                ? OptionalLong.of(Long.parseLong(AT.splitToList(target).get(1)))
                : OptionalLong.empty();
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(Words words) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        while (words.isNextWith('=')) {
            Map.Entry<ResourceClass, InventoryRecord> inventory = inventory(words.next());
            inventories.put(inventory.getKey(), inventory.getValue());
        }
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    private static Map.Entry<ResourceClass, InventoryRecord> inventory(String text) {
        String[] parts = text.split("/");
        String[] head = parts[0].split("=", 2);
        TreeMap<String, String> settings = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] setting = parts[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        InventoryRecord plain = InventoryRecord.of(Long.parseLong(head[1]));
        InventoryRecord record = new InventoryRecord(
                plain.total(),
                number(settings, "reserved", plain.reserved()),
                number(settings, "min", plain.minUnit()),
                number(settings, "max", plain.maxUnit()),
                number(settings, "step", plain.stepSize()),
                settings.containsKey("ratio") ? Double.parseDouble(settings.remove("ratio")) : plain.allocationRatio());
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("expected reserved, min, max, step or ratio but got " + settings);
        }
        return Map.entry(ResourceClass.of(head[0]), record);
    }

    private static long number(Map<String, String> settings, String name, long otherwise) {
        String text = settings.remove(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static ImmutableSortedSet<Trait> traits(Words words) {
        ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
        while (!words.isAtEnd()
                && !words.isNext("and")
                && !words.isNext("offers")
                && !words.isNext("explicit")
                && !words.isNext("aggregates")
                && !words.isNext("holders")) {
            traits.add(Trait.of(words.next()));
        }
        return traits.build();
    }

    private static <T extends Comparable<T>> java.util.stream.Collector<T, ?, ImmutableSortedSet<T>> sortedSet() {
        return ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder());
    }
}

package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Lists;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Many commands in one line, to bring a region to its limits; {@link ScenariosTest} documents the language. For one
 * thread.
 */
final class Crowds {
    private final Symbols symbols;

    Crowds(Symbols symbols) {
        this.symbols = symbols;
    }

    static boolean isCrowd(String line) {
        return line.startsWith("widen ")
                || line.startsWith("deepen ")
                || line.startsWith("crowd ")
                || line.startsWith("equip ");
    }

    List<Command> read(String line) {
        Words words = new Words(line);
        String verb = words.next();
        String top = words.next();
        return switch (verb) {
            case "widen" -> providers(top, Integer.parseInt(words.next()), false);
            case "deepen" -> providers(top, Integer.parseInt(words.next()), true);
            case "equip" -> inventories(symbols.provider(top), Integer.parseInt(words.next()));
            default -> consumers(symbols.provider(top), ResourceClass.of(words.next()), Integer.parseInt(words.next()));
        };
    }

    private List<Command> providers(String top, int count, boolean isEachBelowTheLast) {
        List<Command> commands = new ArrayList<>();
        String parent = top;
        for (int i = 1; i <= count; i++) {
            String name = top + "." + i;
            commands.add(new CreateProvider(
                    symbols.command(name), symbols.provider(name), name, Optional.of(symbols.provider(parent))));
            parent = isEachBelowTheLast ? name : parent;
        }
        return commands;
    }

    private List<Command> inventories(ProviderId provider, int count) {
        List<Command> commands = new ArrayList<>();
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
        for (int i = 1; i <= count; i++) {
            ResourceClass resourceClass = ResourceClass.of("CUSTOM_" + i);
            commands.add(new CreateResourceClass(
                    symbols.command("class " + i), resourceClass, CreateResourceClass.IfExists.ACCEPT));
            inventories.put(resourceClass, InventoryRecord.of(1));
        }
        commands.add(new ReplaceInventories(
                symbols.command("equip " + provider), provider, OptionalLong.empty(), inventories.build()));
        return commands;
    }

    private List<Command> consumers(ProviderId provider, ResourceClass resourceClass, int count) {
        List<ConsumerClaim> claims = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            claims.add(new ConsumerClaim(
                    symbols.consumer(provider + "." + i),
                    ExpectedConsumer.ABSENT,
                    "project",
                    "user",
                    Optional.empty(),
                    Allocations.of(provider, resourceClass, 1)));
        }
        List<Command> commands = new ArrayList<>();
        for (List<ConsumerClaim> some : Lists.partition(claims, Limits.COMMAND_CONSUMERS_MAX)) {
            commands.add(new ClaimAllocations(
                    symbols.command(provider + " from " + commands.size()), ImmutableList.copyOf(some)));
        }
        return commands;
    }
}

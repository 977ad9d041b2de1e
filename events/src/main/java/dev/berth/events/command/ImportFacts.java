package dev.berth.events.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes over names, providers and consumers as another Placement has them, in its generations; all of it happens or
 * nothing. What is held is not measured against what there is: it was granted elsewhere.
 *
 * @param resourceClasses custom ones that are to be known
 * @param traits custom ones that are to be known
 * @param providers each behind its parent, if that is among them
 * @param consumers who holds something of these providers or of others that are there
 */
public record ImportFacts(
        CommandId commandId,
        ImmutableSortedSet<ResourceClass> resourceClasses,
        ImmutableSortedSet<Trait> traits,
        ImmutableList<ImportedProvider> providers,
        ImmutableList<ImportedConsumer> consumers)
        implements Command {
    public ImportFacts {
        Limits.requireAtMost(Limits.IMPORTED_PROVIDERS_MAX, providers.size(), "providers in an import");
        Limits.requireAtMost(
                Limits.IMPORTED_NAMES_MAX,
                (long) resourceClasses.size() + traits.size(),
                "resource classes and traits in an import");
        Limits.requireAtMost(
                Limits.IMPORTED_VALUES_MAX,
                providers.stream().mapToLong(ImportedProvider::values).sum(),
                "inventories, traits and aggregates in an import");
        Limits.requireAtMost(Limits.COMMAND_CONSUMERS_MAX, consumers.size(), "consumers in one command");
        Limits.requireAtMost(
                Limits.COMMAND_AMOUNTS_MAX,
                consumers.stream()
                        .mapToLong(imported -> imported.allocations().count())
                        .sum(),
                "amounts in one command");
        Set<ProviderId> providerIds = new TreeSet<>();
        for (ImportedProvider imported : providers) {
            if (!providerIds.add(imported.provider())) {
                throw new MalformedException("expected each provider once but got two of " + imported.provider());
            }
        }
        Set<ConsumerId> consumerIds = new TreeSet<>();
        for (ImportedConsumer imported : consumers) {
            if (!consumerIds.add(imported.consumer())) {
                throw new MalformedException("expected each consumer once but got two of " + imported.consumer());
            }
        }
    }

    @Override
    public CommandKind kind() {
        return CommandKind.IMPORT_FACTS;
    }
}

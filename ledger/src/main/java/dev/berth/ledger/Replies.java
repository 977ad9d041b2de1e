package dev.berth.ledger;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.decision.Holders;
import dev.berth.events.decision.HostState;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Reply;
import dev.berth.events.decision.Reply.ProviderState;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import dev.berth.events.event.HostWithdrawn;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the sender of a command is told of its outcome. Stateless: any thread may call it. */
public final class Replies {
    private Replies() {}

    /**
     * The reply to a command.
     *
     * @param after the region after the command; a later one will do, except that it may know less of a provider or a
     *     claim by then
     */
    public static Reply of(LedgerView after, Position position, Command command, Outcome outcome) {
        Optional<Refusal> refusal = outcome.refusal();
        if (refusal.isPresent()) {
            return Reply.refused(position, refusal.get());
        }
        Reply reply = Reply.accepted(position, !outcome.events().isEmpty());
        return switch (command.kind()) {
            case CREATE_PROVIDER -> {
                CreateProvider create = (CreateProvider) command;
                yield reply.withProvider(state(after, create.provider(), create.parent(), outcome));
            }
            case UPDATE_PROVIDER -> withProvider(reply, after, ((UpdateProvider) command).provider(), outcome);
            case REPLACE_INVENTORIES -> withProvider(reply, after, ((ReplaceInventories) command).provider(), outcome);
            case CREATE_INVENTORY -> withProvider(reply, after, ((CreateInventory) command).provider(), outcome);
            case UPDATE_INVENTORY -> withProvider(reply, after, ((UpdateInventory) command).provider(), outcome);
            case REPLACE_TRAITS -> traitsReplaced(reply, after, ((ReplaceTraits) command).provider(), outcome);
            case REPLACE_AGGREGATES -> withProvider(reply, after, ((ReplaceAggregates) command).provider(), outcome);
            case CLAIM_ALLOCATIONS -> withHeld(reply, after, (ClaimAllocations) command);
            case REPORT_HOST -> reported(after, position, (ReportHost) command, outcome);
            case DRAIN_HOST -> drained(reply, after, ((DrainHost) command).host());
            case UNDRAIN_HOST -> drained(reply, after, ((UndrainHost) command).host());
            case REMOVE_HOST -> removed(reply, outcome);
            case DELETE_PROVIDER,
                    DELETE_INVENTORY,
                    CREATE_TRAIT,
                    DELETE_TRAIT,
                    CREATE_RESOURCE_CLASS,
                    RENAME_RESOURCE_CLASS,
                    DELETE_RESOURCE_CLASS,
                    RELEASE_ALLOCATIONS,
                    RESHAPE,
                    ACTIVATE_RULES,
                    SKIP_RECORD,
                    CREATE_FLAVOR,
                    REPLACE_FLAVOR,
                    DELETE_FLAVOR,
                    ENROL_HOST,
                    WITHDRAW_HOST,
                    REPLACE_KEY,
                    RENAME_HOST,
                    CHANGE_DEVICE,
                    IMPORT_FACTS -> reply;
        };
    }

    /** A drained host is reported as drained, because that adds a trait to those that were written. */
    private static Reply traitsReplaced(Reply reply, LedgerView after, ProviderId id, Outcome outcome) {
        Reply replaced = withProvider(reply, after, id, outcome);
        return after.drain(id).isPresent() ? replaced.withHost(HostState.heldBy(Holders.NONE)) : replaced;
    }

    private static Reply drained(Reply reply, LedgerView after, ProviderId host) {
        return reply.withHost(HostState.heldBy(HostHolders.of(after, host)));
    }

    private static Reply removed(Reply reply, Outcome outcome) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        TreeSet<ProviderId> removed = new TreeSet<>();
        boolean wasEnrolled = false;
        for (Event event : outcome.events()) {
            if (event instanceof AllocationsReleased released) {
                holders.add(released.consumer());
            } else if (event instanceof AllocationsClaimed reduced) {
                holders.add(reduced.consumer());
            } else if (event instanceof ProviderDeleted deleted) {
                removed.add(deleted.provider());
            } else {
                wasEnrolled |= event instanceof HostWithdrawn;
            }
        }
        return reply.withHost(
                new HostState(HostHolders.told(holders), ImmutableSortedSet.copyOfSorted(removed), wasEnrolled));
    }

    /** A new sequence number alone is no change; every report has one. */
    private static Reply reported(LedgerView after, Position position, ReportHost command, Outcome outcome) {
        boolean hasChanged = outcome.events().stream().anyMatch(event -> event.kind() != EventKind.SEQUENCE_ADVANCED);
        TreeSet<ProviderId> kept = new TreeSet<>();
        after.hostReport(command.host())
                .ifPresent(report -> kept.addAll(report.vouched().keySet()));
        command.providers().forEach(reported -> kept.remove(reported.provider()));
        return Reply.accepted(position, hasChanged).withKept(ImmutableSortedSet.copyOfSorted(kept));
    }

    private static Reply withProvider(Reply reply, LedgerView after, ProviderId id, Outcome outcome) {
        return reply.withProvider(state(after, id, Optional.empty(), outcome));
    }

    /**
     * The generation is the last event's where there is one: a later view may know a later generation, or no such
     * provider, as after a write that has ended a departure.
     */
    private static ProviderState state(LedgerView after, ProviderId id, Optional<ProviderId> parent, Outcome outcome) {
        Optional<Provider> provider = after.provider(id);
        return new ProviderState(
                id,
                generation(id, outcome)
                        .orElse(provider.map(Provider::generation).orElse(0L)),
                provider.map(Provider::parent).orElse(parent),
                provider.map(Provider::root).orElse(parent.orElse(id)));
    }

    private static OptionalLong generation(ProviderId id, Outcome outcome) {
        OptionalLong generation = OptionalLong.empty();
        for (Event event : outcome.events()) {
            if (event instanceof InventoriesReplaced inventories
                    && inventories.provider().equals(id)) {
                generation = OptionalLong.of(inventories.generation());
            } else if (event instanceof TraitsReplaced traits
                    && traits.provider().equals(id)) {
                generation = OptionalLong.of(traits.generation());
            } else if (event instanceof AggregatesReplaced aggregates
                    && aggregates.provider().equals(id)) {
                generation = OptionalLong.of(aggregates.generation());
            }
        }
        return generation;
    }

    /**
     * Only a claim of one consumer is told what it was given: the devices that serve its requests, and not the others
     * that it holds. A reply is remembered for as long as its command is, and a consumer can hold all that a host has.
     */
    private static Reply withHeld(Reply reply, LedgerView after, ClaimAllocations command) {
        if (command.claims().size() != 1) {
            return reply;
        }
        ConsumerClaim claim = command.claims().get(0);
        if (claim.devices().isEmpty() && claim.cells().isEmpty()) {
            return reply;
        }
        ProviderId host = claim.devices()
                .map(DeviceClaim::host)
                .orElseGet(() -> claim.cells().orElseThrow().host());
        TreeMap<PciAddress, String> devices = new TreeMap<>();
        claim.devices().filter(asked -> !asked.requests().isEmpty()).ifPresent(asked -> {
            TreeSet<String> requestIds = new TreeSet<>();
            asked.requests().forEach(request -> requestIds.add(request.id()));
            for (TrackedDevice device : after.devices().of(asked.host()).devicesOf(claim.consumer())) {
                String served = device.requestId().orElseThrow();
                if (requestIds.contains(served)) {
                    devices.put(device.address(), served);
                }
            }
        });
        return reply.withProvider(state(after, host, Optional.empty(), Outcome.accepted()))
                .withHeld(
                        ImmutableSortedMap.copyOfSorted(devices),
                        claim.cells()
                                .flatMap(cells -> after.consumer(claim.consumer()))
                                .flatMap(Consumer::placement));
    }
}

package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Objection;
import dev.berth.resource.Objection.Reason;
import dev.berth.resource.StepBudget;
import dev.berth.resource.numa.AffineAmount;
import dev.berth.resource.numa.AffineInventory;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The PCI devices of a host. Its only legal overcommit ratio is 1. {@link #canProvide} asks the pools first and then
 * tries the claim itself, so what it promises a claim keeps.
 *
 * @param socketByCell every NUMA cell of the host with its socket, if known
 * @param limits what may be taken of providers that have more free devices than they give
 */
public record PciInventory(
        DeviceTable devices, ImmutableSortedMap<Integer, OptionalInt> socketByCell, UnitLimits limits)
        implements AffineInventory {
    /** All free devices may be taken. */
    public PciInventory(DeviceTable devices, ImmutableSortedMap<Integer, OptionalInt> socketByCell) {
        this(devices, socketByCell, UnitLimits.NONE);
    }

    @Override
    public long freeNear(int cell) {
        return devices.freeByNode().getOrDefault(cell, 0);
    }

    /** The cells that have free devices, and those with any on the sockets of the guest, if that is asked for. */
    @Override
    public ImmutableList<ImmutableSortedSet<Integer>> differenceOf(
            AffineAmount amount, ImmutableSortedSet<Integer> cells) {
        Set<Integer> nodes = devices.freeByNode().keySet();
        ImmutableSortedSet<Integer> local = ImmutableSortedSet.copyOf(Sets.intersection(cells, nodes));
        boolean isBySocket = amount instanceof PciAmount wanted
                && wanted.requests().stream().anyMatch(request -> request.policy() == NumaPolicy.SOCKET);
        return isBySocket
                ? ImmutableList.of(
                        local,
                        new Affinity(cells, socketByCell)
                                .cellsOfGuestSockets()
                                .map(near -> ImmutableSortedSet.copyOf(Sets.intersection(near, nodes)))
                                .orElse(ImmutableSortedSet.of()))
                : ImmutableList.of(local);
    }

    @Override
    public Optional<Objection> objectionTo(Amount amount) {
        return objectionTo(amount, StepBudget.ofDecision());
    }

    @Override
    public Optional<Objection> objectionTo(Amount amount, StepBudget budget) {
        if (!(amount instanceof PciAmount pciAmount)) {
            return Optional.of(Objection.wrongKind("an amount of PCI devices", amount));
        }
        if (amount.isNegative()) {
            return Optional.of(Objection.negative(amount));
        }
        Consumption consumption = take(pciAmount, budget);
        return consumption instanceof Consumption.NotConsumed refused
                ? Optional.of(refused.objection())
                : Optional.empty();
    }

    @Override
    public Consumption consume(Amount amount) {
        return consume(amount, StepBudget.ofDecision());
    }

    @Override
    public Consumption consume(Amount amount, StepBudget budget) {
        if (!(amount instanceof PciAmount pciAmount)) {
            return new Consumption.NotConsumed(Objection.wrongKind("an amount of PCI devices", amount));
        }
        return pciAmount.isNegative() ? giveBack(pciAmount) : take(pciAmount, budget);
    }

    private Consumption take(PciAmount amount, StepBudget budget) {
        if (amount.devices().isPresent()) {
            return retake(amount, amount.devices().get());
        }
        DeviceChoice claim = devices.claim(
                amount.consumer(), amount.requests(), new Affinity(amount.guestCells(), socketByCell), limits, budget);
        if (claim instanceof DeviceChoice.Unavailable refused) {
            return Consumption.refused(Reason.NO_DEVICES, refused.message());
        }
        DeviceChoice.Chosen chosen = (DeviceChoice.Chosen) claim;
        return new Consumption.Consumed(after(chosen.table(), chosen.addresses()), amount.taken(chosen.addresses()));
    }

    /** Takes exactly the devices that were chosen before, as a replay does. */
    private Consumption retake(PciAmount amount, ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses) {
        DeviceTable table = devices;
        for (Map.Entry<String, ImmutableSortedSet<PciAddress>> each : addresses.entrySet()) {
            for (PciAddress address : each.getValue()) {
                DeviceOutcome outcome = table.claim(address, amount.consumer(), each.getKey());
                if (outcome instanceof DeviceOutcome.Disallowed refused) {
                    return Consumption.refused(Reason.NO_DEVICES, refused.message());
                }
                table = outcome.orElseThrow();
            }
        }
        return new Consumption.Consumed(after(table, addresses), amount);
    }

    private PciInventory after(
            DeviceTable table, ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses) {
        return new PciInventory(
                table, socketByCell, limits.after(devices, table, Iterables.concat(addresses.values())));
    }

    private Consumption giveBack(PciAmount amount) {
        if (amount.devices().isEmpty()) {
            return Consumption.refused(Reason.UNPLACED, "devices are given back by address, but none is named");
        }
        DeviceTable table = devices;
        for (Map.Entry<String, ImmutableSortedSet<PciAddress>> each :
                amount.devices().get().entrySet()) {
            for (PciAddress address : each.getValue()) {
                Optional<String> served = table.get(address).flatMap(TrackedDevice::requestId);
                if (!served.equals(Optional.of(each.getKey()))) {
                    return Consumption.refused(
                            Reason.MORE_THAN_USED, address + " does not serve request " + each.getKey());
                }
                DeviceOutcome outcome = table.free(address, Optional.of(amount.consumer()));
                if (outcome instanceof DeviceOutcome.Disallowed refused) {
                    return Consumption.refused(Reason.MORE_THAN_USED, refused.message());
                }
                table = outcome.orElseThrow();
            }
        }
        return new Consumption.Consumed(after(table, amount.devices().get()), amount);
    }
}

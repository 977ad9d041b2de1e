package dev.berth.ledger.fleet;

import static dev.berth.ledger.fleet.Must.must;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** The devices of one host by the words of docs/pci.md: who has them, which are dirty, failed, drained, gone. */
final class Parts {
    private final TreeMap<PciAddress, Part> parts = new TreeMap<>();

    Iterable<Part> all() {
        return parts.values();
    }

    int count() {
        return parts.size();
    }

    Optional<Part> at(PciAddress address) {
        return Optional.ofNullable(parts.get(address));
    }

    /** Whether a newcomer can have it: nobody has it, it is clean, in service, and so are its relatives. */
    boolean isFree(Part part) {
        if (part.holder.isPresent() || part.isKept()) {
            return false;
        }
        if (part.said.parent().isPresent()) {
            return !excludes(parts.get(part.said.parent().get()));
        }
        if (part.said.type() == DeviceType.PF) {
            for (Part other : parts.values()) {
                if (excludes(other) && other.isRelativeOf(part)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What was dirty or out of service under another id of the machine is so here, and forgotten there. */
    void inherit(Parts other) {
        other.parts.forEach((address, theirs) -> {
            Part part = parts.computeIfAbsent(address, none -> theirs);
            part.isDirty |= theirs.isDirty;
            part.isOutOfService |= theirs.isOutOfService;
        });
        other.parts.clear();
    }

    private static boolean excludes(Part other) {
        return other != null && (other.holder.isPresent() || other.isKept());
    }

    /** Whether any is a unit of it, or will be once it is given back. */
    boolean isCounted(ProviderId provider, ResourceClass resourceClass) {
        for (Part part : parts.values()) {
            if (part.isFor(provider, resourceClass) || part.willBeFor(provider, resourceClass)) {
                return true;
            }
        }
        return false;
    }

    int free(ProviderId provider, ResourceClass resourceClass) {
        int free = 0;
        for (Part part : parts.values()) {
            if (part.isFor(provider, resourceClass) && isFree(part)) {
                free++;
            }
        }
        return free;
    }

    void report(List<PciDevice> said, Set<PciAddress> cleaned) {
        for (PciAddress address : cleaned) {
            at(address).filter(part -> part.holder.isEmpty()).ifPresent(part -> part.isDirty = false);
        }
        TreeSet<PciAddress> named = new TreeSet<>();
        for (PciDevice device : said) {
            named.add(device.address());
            Part part = parts.computeIfAbsent(device.address(), none -> new Part(device));
            part.isLeftOut = false;
            if (part.holder.isEmpty()) {
                part.said = device;
            } else {
                part.saidSince = part.said.equals(device) ? Optional.empty() : Optional.of(device);
            }
        }
        for (Part part : List.copyOf(parts.values())) {
            if (!named.contains(part.address())) {
                part.isLeftOut = true;
                dropIfDone(part);
            }
        }
    }

    /** Whether there is such a device, and it can be said of it. */
    boolean change(ChangeDevice command) {
        Part part = parts.get(command.address());
        if (part == null || command.action() == ChangeDevice.Action.ACKNOWLEDGE && part.holder.isPresent()) {
            return false;
        }
        switch (command.action()) {
            case DRAIN, FAIL -> part.isOutOfService = true;
            case RETURN -> part.isOutOfService = false;
            case CLEAN -> part.isDirty = true;
            case ACKNOWLEDGE -> part.isDirty = false;
        }
        dropIfDone(part);
        return true;
    }

    /** An operator has written that nothing of the class is reserved, where all of it was. */
    void acknowledge(ProviderId provider, ResourceClass resourceClass) {
        List<Part> counted = new ArrayList<>();
        boolean areAllDirty = true;
        for (Part part : parts.values()) {
            if (part.isFor(provider, resourceClass)) {
                counted.add(part);
                areAllDirty &= part.isDirty;
            }
        }
        for (Part part : areAllDirty ? counted : List.<Part>of()) {
            if (part.holder.isEmpty()) {
                part.isDirty = false;
                dropIfDone(part);
            }
        }
    }

    /**
     * Who has each device after a command that may have changed it.
     *
     * @param isHandedOver whether the first may give a used device to the second
     */
    void hold(TreeMap<PciAddress, ConsumerId> after, BiPredicate<ConsumerId, ConsumerId> isHandedOver, String command) {
        TreeMap<PciAddress, ConsumerId> taken = new TreeMap<>();
        List<Part> handedOver = new ArrayList<>();
        after.forEach((address, holder) -> {
            Part part = parts.get(address);
            must(part != null, () -> "a device that there is: " + address);
            if (part.holder.equals(Optional.of(holder))) {
                return;
            }
            if (part.holder.isPresent() && isHandedOver.test(part.holder.get(), holder)) {
                part.holder = Optional.of(holder);
                handedOver.add(part);
            } else {
                taken.put(address, holder);
            }
        });
        for (Part part : List.copyOf(parts.values())) {
            ConsumerId holder = after.get(part.address());
            if (part.holder.isPresent() && !part.holder.equals(Optional.ofNullable(holder))) {
                part.holder = Optional.empty();
                part.saidSince.ifPresent(since -> part.said = since);
                part.saidSince = Optional.empty();
                dropIfDone(part);
            }
        }
        taken.forEach((address, holder) -> {
            Part part = parts.get(address);
            must(
                    part != null && !part.isKept(),
                    () -> "a device that is clean and in service for " + holder + ": " + address + " by " + command);
            part.holder = Optional.of(holder);
            part.isDirty |= part.isOneTimeUse();
        });
        for (Part part : parts.values()) {
            if (taken.containsKey(part.address()) || handedOver.contains(part)) {
                for (Part other : parts.values()) {
                    must(
                            !other.isRelativeOf(part)
                                    || other.holder.isEmpty() && (!other.isKept() || handedOver.contains(part)),
                            () -> "relatives that exclude each other: " + part.address() + " and " + other.address());
                }
            }
        }
    }

    /** What was left out goes once it is nobody's, clean and in service. */
    private void dropIfDone(Part part) {
        if (part.isLeftOut && part.holder.isEmpty() && !part.isKept()) {
            parts.remove(part.address());
        }
    }
}

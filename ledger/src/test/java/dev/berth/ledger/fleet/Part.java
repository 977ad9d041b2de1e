package dev.berth.ledger.fleet;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;

/** What the oracle knows of one device of a host. */
final class Part {
    /** As it was last reported, or last reported before somebody got it. */
    PciDevice said;

    /** As it is reported since somebody has it. */
    Optional<PciDevice> saidSince = Optional.empty();

    Optional<ConsumerId> holder = Optional.empty();
    boolean isDirty;
    boolean isOutOfService;
    boolean isLeftOut;

    Part(PciDevice said) {
        this.said = said;
    }

    PciAddress address() {
        return said.address();
    }

    /** Nobody has it, and nobody may get it. */
    boolean isKept() {
        return holder.isEmpty() && (isDirty || isOutOfService);
    }

    boolean isFor(ProviderId provider, ResourceClass resourceClass) {
        return isFor(said, provider, resourceClass);
    }

    boolean willBeFor(ProviderId provider, ResourceClass resourceClass) {
        return saidSince.filter(since -> isFor(since, provider, resourceClass)).isPresent();
    }

    private static boolean isFor(PciDevice device, ProviderId provider, ResourceClass resourceClass) {
        return device.provider().equals(Optional.of(provider))
                && classOf(device).equals(Optional.of(resourceClass));
    }

    boolean isOneTimeUse() {
        return said.tags().containsKey("one_time_use");
    }

    boolean isRelativeOf(Part other) {
        return said.parent().equals(Optional.of(other.address()))
                || other.said.parent().equals(Optional.of(address()));
    }

    /** The class that its tag names; all counted devices of a fleet have one. */
    static Optional<ResourceClass> classOf(PciDevice device) {
        return Optional.ofNullable(device.tags().get("resource_class"))
                .map(value -> ResourceClass.of(((dev.berth.events.model.AttributeValue.Text) value).value()));
    }
}

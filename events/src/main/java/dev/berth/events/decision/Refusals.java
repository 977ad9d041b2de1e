package dev.berth.events.decision;

import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;

/** The refusals and the facts that each comes with. Stateless: any thread may call it. */
public final class Refusals {
    private Refusals() {}

    /** That something is wrong with a class of a provider. */
    public static Refusal ofClass(Rejection rejection, ProviderId provider, ResourceClass resourceClass) {
        return Refusal.of(rejection).with(Fact.PROVIDER, provider).with(Fact.RESOURCE_CLASS, resourceClass);
    }

    public static Refusal flavorNotFound(String name) {
        return Refusal.of(Rejection.FLAVOR_NOT_FOUND).with(Fact.FLAVOR, name);
    }
}

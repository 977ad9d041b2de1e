package dev.berth.api.handler;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.model.Limits;

/** Words for refusals that mean the same in every route; a handler words those that its route tells differently. */
public final class Refusals {
    private Refusals() {}

    public static String fact(Refusal refusal, Fact fact) {
        return refusal.fact(fact)
                .orElseThrow(() -> new IllegalStateException("expected " + fact + " but got " + refusal));
    }

    static String noSuchClass(Refusal refusal) {
        return noSuchClass(fact(refusal, Fact.RESOURCE_CLASS));
    }

    static String noSuchClass(String name) {
        return "No such resource class " + name + ".";
    }

    static String inventoryInUse(Refusal refusal) {
        return "Inventory for '" + fact(refusal, Fact.RESOURCE_CLASS).replace(",", ", ") + "' on resource provider '"
                + fact(refusal, Fact.PROVIDER) + "' in use.";
    }

    /**
     * @param before what the route says first
     */
    static Problem inventoryInUse(String before, Refusal refusal) {
        return Problem.conflict(before + inventoryInUse(refusal)).withCode(ErrorCode.INVENTORY_IN_USE);
    }

    static Problem concurrentUpdate(String detail) {
        return Problem.conflict(detail).withCode(ErrorCode.CONCURRENT_UPDATE);
    }

    /** The problem of a refusal for which its route has no words of its own. */
    public static Problem problem(Refusal refusal) {
        return switch (refusal.rejection()) {
            case PROVIDER_NOT_FOUND -> Problem.notFound(Ids.noProvider(fact(refusal, Fact.PROVIDER)));
            case PROVIDER_GENERATION_CONFLICT -> concurrentUpdate("resource provider generation conflict");
            case RESOURCE_CLASS_NOT_FOUND -> Problem.notFound(noSuchClass(refusal));
            case TRAIT_NOT_FOUND -> Problem.notFound("No such trait(s): " + fact(refusal, Fact.TRAIT) + ".");
            case INVENTORY_IN_USE -> Problem.conflict(inventoryInUse(refusal)).withCode(ErrorCode.INVENTORY_IN_USE);
            case TREE_TOO_DEEP ->
                Problem.conflict("Unable to put resource provider " + fact(refusal, Fact.PROVIDER)
                        + " there: a tree may have at most " + fact(refusal, Fact.LIMIT)
                        + " levels, and its root would be " + fact(refusal, Fact.ROOT) + ".");
            case TREE_TOO_LARGE ->
                Problem.conflict("Unable to put resource provider " + fact(refusal, Fact.PROVIDER)
                        + " there: a tree may have at most " + fact(refusal, Fact.LIMIT)
                        + " providers, and its root would be " + fact(refusal, Fact.ROOT) + ".");
            case PROVIDER_TOO_LARGE ->
                Problem.conflict("Resource provider " + fact(refusal, Fact.PROVIDER) + " would have more than "
                        + Limits.PROVIDER_CLASSES_MAX + " inventories or " + Limits.PROVIDER_TRAITS_MAX + " traits.");
            case DRAINED_HOST_IS_ROOT ->
                Problem.conflict("Host " + fact(refusal, Fact.PROVIDER) + " is drained, so it is put below no other"
                        + " provider. Undrain it first: DELETE /hosts/" + fact(refusal, Fact.PROVIDER) + "/drain.");
            case RESOURCE_CLASS_TOO_WIDESPREAD ->
                Problem.conflict("Cannot rename resource class " + fact(refusal, Fact.RESOURCE_CLASS)
                        + ": more than " + fact(refusal, Fact.LIMIT)
                        + " resource providers and consumers would have to be rewritten. Create another "
                        + "class instead.");
            case OUTCOME_TOO_LARGE ->
                Problem.conflict("The request would change too much at once: to record it would take "
                        + fact(refusal, Fact.ACTUAL) + " bytes, and at most " + fact(refusal, Fact.LIMIT)
                        + " may be recorded of one request. Send it in several: for fewer consumers each, or give up"
                        + " a part of what a consumer holds at a time.");
            default -> Problem.conflict(refusal.toString());
        };
    }
}

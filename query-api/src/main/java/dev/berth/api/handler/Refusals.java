package dev.berth.api.handler;

import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;

/** Words for refusals that mean the same in every route; a handler words those that its route tells differently. */
final class Refusals {
    private Refusals() {}

    static String fact(Refusal refusal, Fact fact) {
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
    static Problem problem(Refusal refusal) {
        return switch (refusal.rejection()) {
            case PROVIDER_NOT_FOUND -> Problem.notFound(Ids.noProvider(fact(refusal, Fact.PROVIDER)));
            case PROVIDER_GENERATION_CONFLICT -> concurrentUpdate("resource provider generation conflict");
            case RESOURCE_CLASS_NOT_FOUND -> Problem.notFound(noSuchClass(refusal));
            case TRAIT_NOT_FOUND -> Problem.notFound("No such trait(s): " + fact(refusal, Fact.TRAIT) + ".");
            case INVENTORY_IN_USE -> inventoryInUse("", refusal);
            default -> Problem.conflict(refusal.toString());
        };
    }
}

package dev.berth.api.host;

import dev.berth.api.handler.Refusals;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import java.util.Optional;

/** Words for what is refused of reports and enrolments: what was wrong and what would be right. Stateless. */
final class HostProblems {
    private HostProblems() {}

    static Problem of(Refusal refusal) {
        return switch (refusal.rejection()) {
            case REPORT_WITHOUT_SEQUENCE ->
                Problem.conflict("Host " + fact(refusal, Fact.HOST) + " is enrolled, so its reports have a sequence"
                                + " number. Send one in the field \"sequence\" that is above that of the last report.")
                        .withCode(ErrorCode.REPORT_WITHOUT_SEQUENCE);
            case REPORT_NOT_NEWER ->
                Problem.conflict("The report of host " + fact(refusal, Fact.HOST) + " has the sequence number "
                                + fact(refusal, Fact.REQUESTED) + ", and one with " + fact(refusal, Fact.ACTUAL)
                                + " has come before: it is an old report. Send a new one with a number above that.")
                        .withCode(ErrorCode.REPORT_NOT_NEWER);
            case SEQUENCE_TOO_FAR_AHEAD ->
                Problem.badRequest("The report of host " + fact(refusal, Fact.HOST) + " has the sequence number "
                                + fact(refusal, Fact.REQUESTED) + ", but now it may be " + fact(refusal, Fact.LIMIT)
                                + " at most: the milliseconds since 1970 and an hour more. Set the host's clock, or"
                                + " count.")
                        .withCode(ErrorCode.SEQUENCE_TOO_FAR_AHEAD);
            case PROVIDER_OF_OTHER_HOST ->
                Problem.conflict("Resource provider " + fact(refusal, Fact.PROVIDER) + " belongs to "
                                + fact(refusal, Fact.HOST) + ". A host reports what is new, what stands in its own"
                                + " tree, and what it has reported before.")
                        .withCode(ErrorCode.PROVIDER_OF_OTHER_HOST);
            case KEY_OF_OTHER_HOST ->
                Problem.conflict("The key is enrolled for another host. Make a key pair for each host.")
                        .withCode(ErrorCode.KEY_OF_OTHER_HOST);
            case HOST_NOT_ENROLLED ->
                Problem.notFound("Host " + fact(refusal, Fact.HOST) + " is not enrolled.")
                        .withCode(ErrorCode.HOST_NOT_ENROLLED);
            case DUPLICATE_PROVIDER_NAME ->
                Problem.conflict("Another resource provider than " + fact(refusal, Fact.PROVIDER) + " is named "
                                + fact(refusal, Fact.PROVIDER_NAME) + ": " + fact(refusal, Fact.OTHER) + ". "
                                + whatToDo(fact(refusal, Fact.OTHER)))
                        .withCode(ErrorCode.DUPLICATE_NAME);
            case NAME_NOT_TAKEN_OVER ->
                Problem.conflict("The name " + fact(refusal, Fact.PROVIDER_NAME) + " is not taken over from resource"
                                + " provider " + fact(refusal, Fact.OTHER) + ": " + fact(refusal, Fact.REASON)
                                + heldBy(refusal) + ". " + whatToDo(fact(refusal, Fact.OTHER)))
                        .withCode(ErrorCode.NAME_NOT_TAKEN_OVER);
            case HOST_NOT_FOUND -> noSuchHost(refusal).withCode(ErrorCode.HOST_NOT_FOUND);
            case HOST_IN_USE ->
                Problem.conflict("Host " + fact(refusal, Fact.HOST) + " is in use" + heldBy(refusal)
                                + ". Drain it and move them away, or remove it by force with a reason: they lose what"
                                + " they hold there then.")
                        .withCode(ErrorCode.HOST_IN_USE);
            case HOST_TOO_WIDELY_HELD ->
                Problem.conflict("More than " + fact(refusal, Fact.LIMIT) + " consumers hold something of host "
                                + fact(refusal, Fact.HOST) + ", more than one request may release. Drain it, release"
                                + " some of them first (DELETE /allocations/{consumer_uuid}), and remove it then.")
                        .withCode(ErrorCode.HOST_TOO_WIDELY_HELD);
            case RESOURCE_CLASS_NOT_FOUND ->
                Problem.badRequest("No such resource class " + fact(refusal, Fact.RESOURCE_CLASS) + ".");
            case TRAIT_NOT_FOUND -> Problem.badRequest("No such trait " + fact(refusal, Fact.TRAIT) + ".");
            case RESERVED_EXCEEDS_TOTAL ->
                Problem.badRequest("Of " + fact(refusal, Fact.RESOURCE_CLASS) + " more is reserved than there is at "
                        + fact(refusal, Fact.PROVIDER) + ".");
            case DEVICE_NOT_COUNTED ->
                Problem.badRequest("Device " + fact(refusal, Fact.DEVICE) + " names resource provider "
                        + fact(refusal, Fact.PROVIDER) + ", which has no inventory of its class in this report.");
            default -> Refusals.problem(refusal);
        };
    }

    /** Of a removal that was refused: one that is too large is told what to do first. */
    static Problem ofRemoval(Refusal refusal) {
        return refusal.rejection() == Rejection.OUTCOME_TOO_LARGE
                ? Problem.conflict("The removal would change too much at once: to record it would take "
                        + fact(refusal, Fact.ACTUAL) + " bytes, and at most " + fact(refusal, Fact.LIMIT)
                        + " may be recorded of one request. Drain the host, release some of those who are on it first"
                        + " (DELETE /allocations/{consumer_uuid}), and remove it then.")
                : of(refusal);
    }

    private static String whatToDo(String other) {
        return "If that is what this host was before it was installed anew, let its agent report with"
                + " --take-over-name, or see to the other: berth host remove " + other + " or berth host rename "
                + other + " NAME; of a resource provider that is no host, DELETE or PUT /resource_providers/" + other
                + ".";
    }

    private static String heldBy(Refusal refusal) {
        return refusal.fact(Fact.USED)
                .map(count -> " by " + count + (count.equals("1") ? " consumer" : " consumers") + ": "
                        + fact(refusal, Fact.CONSUMERS))
                .orElse("");
    }

    private static Problem noSuchHost(Refusal refusal) {
        String host = fact(refusal, Fact.HOST);
        Optional<String> root = refusal.fact(Fact.ROOT);
        if (root.isEmpty()) {
            return Problem.notFound("No host with uuid " + host + " is enrolled or has reported.");
        }
        return Problem.notFound(
                root.get().equals(host)
                        ? "Resource provider " + host + " is no host: it is not enrolled, and no agent reports it."
                                + " Enrol it first (PUT /hosts/" + host + "/enrolment), or use"
                                + " /resource_providers/" + host + "."
                        : "Resource provider " + host + " is no host: it stands in the tree of " + root.get() + ".");
    }

    private static String fact(Refusal refusal, Fact fact) {
        return Refusals.fact(refusal, fact);
    }
}

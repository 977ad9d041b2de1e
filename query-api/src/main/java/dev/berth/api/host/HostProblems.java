package dev.berth.api.host;

import dev.berth.api.handler.Refusals;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;

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
                                + fact(refusal, Fact.PROVIDER_NAME) + ".")
                        .withCode(ErrorCode.DUPLICATE_NAME);
            case RESOURCE_CLASS_NOT_FOUND ->
                Problem.badRequest("No such resource class " + fact(refusal, Fact.RESOURCE_CLASS) + ".");
            case TRAIT_NOT_FOUND -> Problem.badRequest("No such trait " + fact(refusal, Fact.TRAIT) + ".");
            case RESERVED_EXCEEDS_TOTAL ->
                Problem.badRequest("Of " + fact(refusal, Fact.RESOURCE_CLASS) + " more is reserved than there is at "
                        + fact(refusal, Fact.PROVIDER) + ".");
            case DEVICE_NOT_COUNTED ->
                Problem.badRequest("Device " + fact(refusal, Fact.DEVICE) + " names resource provider "
                        + fact(refusal, Fact.PROVIDER)
                        + ", which has no inventory of its class in this report, or counts its parent as the same"
                        + " class.");
            default -> Refusals.problem(refusal);
        };
    }

    private static String fact(Refusal refusal, Fact fact) {
        return Refusals.fact(refusal, fact);
    }
}

package dev.berth.events.report;

import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import java.util.Locale;

/**
 * Words for what is refused of a report: what was wrong and what would be right. The same for an agent that reads them
 * in berth.hosts and for one that is answered over HTTP. Stateless.
 */
public final class ReportRefusal {
    private ReportRefusal() {}

    public static String words(Refusal refusal) {
        return switch (refusal.rejection()) {
            case REPORT_WITHOUT_SEQUENCE ->
                "Host " + fact(refusal, Fact.HOST) + " is enrolled, so its reports have a sequence"
                        + " number. Send one in the field \"sequence\" that is above that of the last report.";
            case REPORT_NOT_NEWER ->
                "The report of host " + fact(refusal, Fact.HOST) + " has the sequence number "
                        + fact(refusal, Fact.REQUESTED) + ", and one with " + fact(refusal, Fact.ACTUAL)
                        + " has come before: it is an old report. Send a new one with a number above that.";
            case SEQUENCE_TOO_FAR_AHEAD ->
                "The report of host " + fact(refusal, Fact.HOST) + " has the sequence number "
                        + fact(refusal, Fact.REQUESTED) + ", but now it may be " + fact(refusal, Fact.LIMIT)
                        + " at most: the milliseconds since 1970 and an hour more. Set the host's clock, or count.";
            case PROVIDER_OF_OTHER_HOST ->
                "Resource provider " + fact(refusal, Fact.PROVIDER) + " belongs to " + fact(refusal, Fact.HOST)
                        + ". A host reports what is new, what is in its own tree, and what it has reported before.";
            case DUPLICATE_PROVIDER_NAME ->
                "Another resource provider than " + fact(refusal, Fact.PROVIDER) + " is named "
                        + fact(refusal, Fact.PROVIDER_NAME) + ": " + fact(refusal, Fact.OTHER) + ". "
                        + whatToDo(fact(refusal, Fact.OTHER));
            case NAME_NOT_TAKEN_OVER ->
                "The name " + fact(refusal, Fact.PROVIDER_NAME) + " is not taken over from resource provider "
                        + fact(refusal, Fact.OTHER) + ": " + fact(refusal, Fact.REASON) + heldBy(refusal) + ". "
                        + whatToDo(fact(refusal, Fact.OTHER));
            case RESOURCE_CLASS_NOT_FOUND -> "No such resource class " + fact(refusal, Fact.RESOURCE_CLASS) + ".";
            case TRAIT_NOT_FOUND -> "No such trait " + fact(refusal, Fact.TRAIT) + ".";
            case RESERVED_EXCEEDS_TOTAL ->
                "Of " + fact(refusal, Fact.RESOURCE_CLASS) + " more is reserved than there is at "
                        + fact(refusal, Fact.PROVIDER) + ".";
            case DEVICE_NOT_COUNTED ->
                "Device " + fact(refusal, Fact.DEVICE) + " names resource provider " + fact(refusal, Fact.PROVIDER)
                        + ", which has no inventory of its class in this report, or counts its parent as well, or "
                        + "devices of another class.";
            default -> refusal.toString();
        };
    }

    /** By whom, as the end of a sentence; empty if the refusal does not say. */
    public static String heldBy(Refusal refusal) {
        return refusal.fact(Fact.USED)
                .map(count -> " by " + count + (count.equals("1") ? " consumer" : " consumers") + ": "
                        + fact(refusal, Fact.CONSUMERS))
                .orElse("");
    }

    private static String whatToDo(String other) {
        return "If that is what this host was before it was reinstalled, let its agent report with"
                + " --take-over-name, or see to the other: berth host remove " + other + " or berth host rename "
                + other + " NAME; of a resource provider that is no host, DELETE or PUT /resource_providers/" + other
                + ".";
    }

    /** A program of another version may have left out a fact. */
    private static String fact(Refusal refusal, Fact fact) {
        return refusal.fact(fact).orElse("an unknown " + fact.name().toLowerCase(Locale.ROOT));
    }
}

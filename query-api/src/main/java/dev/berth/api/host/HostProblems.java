package dev.berth.api.host;

import dev.berth.api.handler.Refusals;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.report.ReportRefusal;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;

/** Words for what is refused of reports and enrolments: what was wrong and what would be right. Stateless. */
final class HostProblems {
    private HostProblems() {}

    static Problem of(Refusal refusal) {
        return switch (refusal.rejection()) {
            case REPORT_WITHOUT_SEQUENCE ->
                Problem.conflict(ReportRefusal.words(refusal)).withCode(ErrorCode.REPORT_WITHOUT_SEQUENCE);
            case REPORT_NOT_NEWER ->
                Problem.conflict(ReportRefusal.words(refusal)).withCode(ErrorCode.REPORT_NOT_NEWER);
            case SEQUENCE_TOO_FAR_AHEAD ->
                Problem.badRequest(ReportRefusal.words(refusal)).withCode(ErrorCode.SEQUENCE_TOO_FAR_AHEAD);
            case PROVIDER_OF_OTHER_HOST ->
                Problem.conflict(ReportRefusal.words(refusal)).withCode(ErrorCode.PROVIDER_OF_OTHER_HOST);
            case KEY_OF_OTHER_HOST ->
                Problem.conflict("The key is enrolled for another host. Make a key pair for each host.")
                        .withCode(ErrorCode.KEY_OF_OTHER_HOST);
            case HOST_NOT_ENROLLED ->
                Problem.notFound("Host " + fact(refusal, Fact.HOST) + " is not enrolled.")
                        .withCode(ErrorCode.HOST_NOT_ENROLLED);
            case DUPLICATE_PROVIDER_NAME ->
                Problem.conflict(ReportRefusal.words(refusal)).withCode(ErrorCode.DUPLICATE_NAME);
            case NAME_NOT_TAKEN_OVER ->
                Problem.conflict(ReportRefusal.words(refusal)).withCode(ErrorCode.NAME_NOT_TAKEN_OVER);
            case HOST_NOT_FOUND -> noSuchHost(fact(refusal, Fact.HOST), refusal.fact(Fact.ROOT));
            case HOST_IN_USE ->
                Problem.conflict("Host " + fact(refusal, Fact.HOST) + " is in use" + ReportRefusal.heldBy(refusal)
                                + ". Drain it and move them away, or remove it by force with a reason: they lose what"
                                + " they hold there then.")
                        .withCode(ErrorCode.HOST_IN_USE);
            case HOST_TOO_WIDELY_HELD ->
                Problem.conflict("More than " + fact(refusal, Fact.LIMIT) + " consumers hold something of host "
                                + fact(refusal, Fact.HOST) + ", more than one request may release. Drain it, release"
                                + " some of them first (DELETE /allocations/{consumer_uuid}), and remove it then.")
                        .withCode(ErrorCode.HOST_TOO_WIDELY_HELD);
            case RESOURCE_CLASS_NOT_FOUND, TRAIT_NOT_FOUND, RESERVED_EXCEEDS_TOTAL, DEVICE_NOT_COUNTED ->
                Problem.badRequest(ReportRefusal.words(refusal));
            case DEVICE_NOT_FOUND ->
                Problem.notFound("Host " + fact(refusal, Fact.HOST) + " has no PCI device at "
                                + fact(refusal, Fact.DEVICE) + "; GET /pci/devices lists those that there are.")
                        .withCode(ErrorCode.DEVICE_NOT_FOUND);
            case DEVICE_IN_USE ->
                Problem.conflict("PCI device " + fact(refusal, Fact.DEVICE) + " of host " + fact(refusal, Fact.HOST)
                                + " is held by consumer " + fact(refusal, Fact.CONSUMER)
                                + ". It is cleaned after that, and acknowledged then.")
                        .withCode(ErrorCode.DEVICE_IN_USE);
            default -> Refusals.problem(refusal);
        };
    }

    /** For a refused removal: if it was too large, the answer says what to do first. */
    static Problem ofRemoval(Refusal refusal) {
        return refusal.rejection() == Rejection.OUTCOME_TOO_LARGE
                ? Problem.conflict("The removal would change too much at once: to record it would take "
                        + fact(refusal, Fact.ACTUAL) + " bytes, and at most " + fact(refusal, Fact.LIMIT)
                        + " may be recorded of one request. Drain the host, release some of those who are on it first"
                        + " (DELETE /allocations/{consumer_uuid}), and remove it then.")
                : of(refusal);
    }

    /** The problem for an unknown host, which says what the id is instead. */
    static Problem noSuchHost(LedgerView view, ProviderId host) {
        return noSuchHost(
                host.toString(), view.provider(host).map(Provider::root).map(ProviderId::toString));
    }

    private static Problem noSuchHost(String host, Optional<String> root) {
        Problem problem;
        if (root.isEmpty()) {
            problem = Problem.notFound("No host with uuid " + host + " is enrolled or has reported.");
        } else if (root.get().equals(host)) {
            problem = Problem.notFound("Resource provider " + host + " is no host: it is not enrolled, and no agent"
                    + " reports it. Enrol it first (PUT /hosts/" + host + "/enrolment), or use"
                    + " /resource_providers/" + host + ".");
        } else {
            problem = Problem.notFound(
                    "Resource provider " + host + " is no host: it is in the tree of " + root.get() + ".");
        }
        return problem.withCode(ErrorCode.HOST_NOT_FOUND);
    }

    private static String fact(Refusal refusal, Fact fact) {
        return Refusals.fact(refusal, fact);
    }
}

package dev.berth.api.host;

import dev.berth.api.handler.Refusals;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.report.ReportRefusal;

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
            case RESOURCE_CLASS_NOT_FOUND, TRAIT_NOT_FOUND, RESERVED_EXCEEDS_TOTAL, DEVICE_NOT_COUNTED ->
                Problem.badRequest(ReportRefusal.words(refusal));
            default -> Refusals.problem(refusal);
        };
    }

    private static String fact(Refusal refusal, Fact fact) {
        return Refusals.fact(refusal, fact);
    }
}

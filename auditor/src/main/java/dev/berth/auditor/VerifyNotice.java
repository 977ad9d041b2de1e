package dev.berth.auditor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * What a verify came to, as the service is told it.
 *
 * @param endedAt when it ended
 * @param isFromCheckpoint whether it began at a checkpoint, and not at the beginning of the log
 */
public record VerifyNotice(AuditReport report, Instant endedAt, boolean isFromCheckpoint) {
    /** The body of {@code POST /audit/verified}. */
    String json() {
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        notice.put("verdict", verdict());
        notice.put("ended_at", endedAt.toString());
        ArrayNode read = notice.putArray("read");
        report.read()
                .forEach((partition, offset) ->
                        read.addObject().put("partition", partition).put("offset", offset));
        notice.put("compared", report.decisions());
        notice.put(
                "differences",
                report.differenceCount()
                        + report.stores().map(StoreReport::faults).orElse(0L));
        notice.put("from_checkpoint", isFromCheckpoint);
        notice.put("stores", report.stores().isPresent());
        return notice.toString();
    }

    private String verdict() {
        return switch (report.exitCode()) {
            case AuditReport.EXIT_IDENTICAL -> "identical";
            case AuditReport.EXIT_DIFFERENT -> "differences";
            case AuditReport.EXIT_INCOMPLETE -> "incomplete";
            case AuditReport.EXIT_STOPPED -> "stopped";
            default -> throw new IllegalStateException("expected a report's exit status but got " + report.exitCode());
        };
    }
}

package dev.berth.projector.intake;

import java.util.Optional;

/** The result of checking a record. */
sealed interface Verdict {
    record Passed(CheckedReport report) implements Verdict {}

    /** A heartbeat that counts; there is nothing to submit. */
    record Heard(CheckedReport.Sender sender, long sequence) implements Verdict {}

    /** It was decided already: the process before this one has appended it and could not say so. */
    record Repeated() implements Verdict {}

    /**
     * @param sender whom it names, proven or not; empty where it names nobody
     * @param words what was wrong and what would be right, safe to print
     */
    record Discarded(IntakeRefusal reason, Optional<CheckedReport.Sender> sender, String words) implements Verdict {}
}

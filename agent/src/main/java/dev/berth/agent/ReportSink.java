package dev.berth.agent;

import dev.berth.agent.report.ReportedHost;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where an agent's reports go. Called by the agent's thread alone. */
public interface ReportSink {
    /** What is known of a report that was sent. */
    sealed interface Receipt {
        /**
         * It was decided and counts.
         *
         * @param kept providers that it does not name any more and that stay, because something is allocated from them
         */
        record Accepted(boolean hasChanged, List<String> kept) implements Receipt {}

        /**
         * It is safe on its way, and its decision will not be heard of.
         *
         * @param doubt why it may well be refused, if something speaks for that
         */
        record Unheard(Optional<String> doubt) implements Receipt {}

        /** It was decided or looked at, and does not count. */
        record Refused(String why) implements Receipt {}
    }

    /** Sends the report; the stage ends exceptionally if it may not have arrived. */
    CompletionStage<Receipt> send(ReportedHost report);
}

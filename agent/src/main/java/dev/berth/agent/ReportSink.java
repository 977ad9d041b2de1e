package dev.berth.agent;

import dev.berth.agent.report.ReportedHost;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where an agent's reports go, and what is heard from there. Called by the agent's thread alone. */
public interface ReportSink {
    /** What is known of a report that was sent. */
    sealed interface Receipt {
        /**
         * It was decided and counts.
         *
         * @param kept providers that it does not name any more and that stay, because something is allocated from them
         * @param standing the digest of what stood right after it, where that was told
         */
        record Accepted(boolean hasChanged, List<String> kept, Optional<Sha256> standing) implements Receipt {
            public Accepted(boolean hasChanged, List<String> kept) {
                this(hasChanged, kept, Optional.empty());
            }
        }

        /**
         * It is safe on its way, and nothing told in time whether it was granted.
         *
         * @param doubt why it may well be refused, if something speaks for that
         */
        record Unheard(Optional<String> doubt) implements Receipt {}

        /** It was decided or looked at, and does not count. */
        record Rejected(String why) implements Receipt {}
    }

    /** What stands of a host now. */
    sealed interface Standing {
        /**
         * What its agent vouches for.
         *
         * @param digest as {@link dev.berth.events.host.VouchedDigest} makes it; empty if that is nothing
         */
        record Told(Optional<Sha256> digest) implements Standing {}

        /** Nobody tells it here. */
        record Untold() implements Standing {}
    }

    /** Sends the report; the stage ends exceptionally if it may not have arrived. */
    CompletionStage<Receipt> send(ReportedHost report);

    /**
     * Asks what stands of the host, and by that tells that its agent lives.
     *
     * @throws IOException if there is no answer; its message is for an operator
     */
    default Standing standing(ProviderId host) throws IOException {
        return new Standing.Untold();
    }
}

package dev.berth.api.auth;

import java.util.Optional;

/** What came of asking who calls. */
public sealed interface Identity {
    /** It is known. */
    record Known(Caller caller) implements Identity {}

    /**
     * What was presented proves nothing: 401.
     *
     * @param challenge what the header WWW-Authenticate says then; empty if there is nothing to say
     */
    record Unknown(Optional<String> challenge) implements Identity {}

    /**
     * It cannot be found out now: 503.
     *
     * @param reason a sentence for the service's operator
     */
    record Undecided(String reason) implements Identity {}
}

package dev.berth.api.fuzz;

import java.util.Optional;

/** What an answer may be. */
final class Verdict {
    private Verdict() {}

    /** Why a status must not be, if so: 503 is what cannot be served now, 501 and 505 are of framing alone. */
    static Optional<String> fault(int status) {
        boolean isAllowed =
                status >= 200 && status < 500 || status == 501 || status == 503 || status == 505 || status == 100;
        return isAllowed ? Optional.empty() : Optional.of("status " + status);
    }
}

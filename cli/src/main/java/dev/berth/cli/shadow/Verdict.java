package dev.berth.cli.shadow;

import dev.berth.api.compare.ReplyDifference;
import java.util.Optional;

/** What became of a call that both services answered. */
enum Verdict {
    SAME("the same"),
    DIFFERENT("different"),
    DOCUMENTED("different as docs/placement-compatibility.md says"),
    UNORDERED("different where calls met whose order cannot be seen"),
    ARBITRARY("different because a limit leaves the choice to each service");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** @param isOrderUnseen whether another order of calls may have made the difference */
    static Verdict of(Optional<ReplyDifference> difference, boolean isOrderUnseen) {
        if (difference.isEmpty()) {
            return SAME;
        }
        if (difference.get().isArbitrary()) {
            return ARBITRARY;
        }
        if (isOrderUnseen && difference.get() != ReplyDifference.PLACEMENT_FAILED) {
            return UNORDERED;
        }
        return difference.get().isDocumented() ? DOCUMENTED : DIFFERENT;
    }
}

package dev.berth.cli.shadow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How catching up goes. Any thread. */
final class CatchUpState {
    private long rounds;
    private long failures;
    private long imported;
    private Optional<Instant> last = Optional.empty();
    private List<String> problem = List.of();
    private String doing = "";

    synchronized void begins(String what) {
        doing = what;
    }

    /** @param things how many names, providers and consumers were written to the follower */
    synchronized void succeeded(long things) {
        rounds++;
        imported += things;
        last = Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        problem = List.of();
        doing = "";
    }

    /** @param lines what is wrong, and what to do */
    synchronized void failed(List<String> lines) {
        failures++;
        problem = List.copyOf(lines);
        doing = "";
    }

    synchronized long rounds() {
        return rounds;
    }

    synchronized long failures() {
        return failures;
    }

    synchronized long imported() {
        return imported;
    }

    synchronized Optional<Instant> last() {
        return last;
    }

    /** Why the last round failed; empty if it did not. */
    synchronized List<String> problem() {
        return problem;
    }

    /** What is done now; empty for nothing. */
    synchronized String doing() {
        return doing;
    }
}

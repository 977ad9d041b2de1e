package dev.berth.ledger.candidate;

import java.util.Optional;

/**
 * Some candidates of an answer, one after the other, to be recognized in later answers to the same {@link
 * PreparedSearch}: that costs less than to read them. Immutable; any thread may use it.
 */
public final class CandidateRun {
    private final Plan plan;
    private final Found found;

    CandidateRun(Plan plan, Found found) {
        this.plan = plan;
        this.found = found;
    }

    /** How many candidates they are. */
    public int size() {
        return found.size();
    }

    /**
     * The run as it is in a later answer from one of its candidates on, if the same providers serve the same there:
     * itself if nothing has changed, another if more or less is used of a provider. Empty if other candidates are
     * there.
     */
    public Optional<CandidateRun> in(Candidates answer, int from) {
        if (plan != answer.plan() || !answer.found().isLike(found, from)) {
            return Optional.empty();
        }
        return answer.found().isSame(found, from) ? Optional.of(this) : answer.run(from, from + size());
    }
}

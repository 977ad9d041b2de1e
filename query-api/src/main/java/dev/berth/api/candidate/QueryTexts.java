package dev.berth.api.candidate;

import dev.berth.api.candidate.TextTable.Kept;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.CandidateRun;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.candidate.TreeRun;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Optional;

/**
 * What answers to one query said lately, in one version. A text is compared with what it was made of, which never
 * changes, for a claim puts another tree in a tree's place; so nothing here grows stale. Thread-safe.
 */
final class QueryTexts {
    private static final int RUN_BYTES_ENOUGH = TextTable.BYTES_MOST / 2;

    /** Of the bits of a tree's hash those that are 0 where a run begins: in one of 32. */
    private static final int BEGINNING = 0xF800_0000;

    private final RecentTexts recent;
    private final Microversion version;

    /** Where runs of its answers are looked for; other queries may have the same. */
    private final int hash;

    private final boolean isKeeping;

    /** Candidates and the version that they were written in. */
    record VersionedRun(CandidateRun run, Microversion version) {}

    QueryTexts(RecentTexts recent, Microversion version, int hash, boolean isKeeping) {
        this.recent = recent;
        this.version = version;
        this.hash = hash;
        this.isKeeping = isKeeping;
    }

    /** The version in which the query is asked. */
    Microversion version() {
        return version;
    }

    /**
     * Whether a run is over: it is long enough, or the next tree begins another. Which trees do is told by their hash
     * alone, so that answers of which one has a host more than the other are soon made of the same runs again.
     *
     * @param last the tree that the run has come to
     */
    static boolean isRunOver(int bytes, Tree last, Tree next) {
        return bytes >= RUN_BYTES_ENOUGH || next != last && (next.idHash() & BEGINNING) == 0;
    }

    /** By member the words for trees of a layout; null if they are not known. */
    SummaryTexts.Member[] words(Layout layout) {
        return recent.layouts().getIfPresent(layout);
    }

    void keepWords(Layout layout, SummaryTexts.Member[] words) {
        recent.layouts().put(layout, words);
    }

    /** The candidates of an answer from one on, as many as were kept together; null if they are not known. */
    Kept<VersionedRun> candidates(Candidates answer, int from) {
        int place = hash + answer.hash(from);
        Kept<VersionedRun> known = recent.candidates().at(place);
        if (known == null || !known.source().version().equals(version)) {
            return null;
        }
        CandidateRun before = known.source().run();
        Optional<CandidateRun> now = before.in(answer, from);
        if (now.isEmpty()) {
            return null;
        }
        if (now.get() != before) {
            // Trees as they are now are compared faster next time, and those that are no more can be forgotten.
            recent.candidates().keep(place, new VersionedRun(now.get(), version), known.text());
        }
        return known;
    }

    /** Keeps candidates of an answer, which are the last that was written, if they can be known again. */
    void keepCandidates(Candidates answer, int from, int to, JsonBytes json, int textFrom) {
        if (!isKeeping || json.size() - textFrom > TextTable.BYTES_MOST) {
            return;
        }
        Optional<CandidateRun> run = answer.run(from, to);
        if (run.isPresent()) {
            recent.candidates()
                    .keep(hash + answer.hash(from), new VersionedRun(run.get(), version), json.since(textFrom));
        }
    }

    /** Trees from the one that an answer has reached on, as many as were kept together; null if they are not known. */
    Kept<TreeRun> trees(ProviderCursor answer) {
        Kept<TreeRun> known = recent.trees().at(hash + answer.tree().idHash());
        return known != null && known.source().isNext(answer) ? known : null;
    }

    /** Keeps the tree that an answer has reached and those after it, of which the last that was written tells. */
    void keepTrees(ProviderCursor answer, int trees, JsonBytes json, int textFrom) {
        if (isKeeping && json.size() - textFrom <= TextTable.BYTES_MOST) {
            recent.trees().keep(hash + answer.tree().idHash(), answer.run(trees), json.since(textFrom));
        }
    }
}

package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
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
 * What answers said lately, kept for those that come: the words that trees of a layout have in common, runs of candidates, and what newer
 * versions tell of runs of trees. A text is compared with what it was made of, which never changes, for a claim puts another tree in a
 * tree's place; so nothing here grows stale. Thread-safe.
 */
final class RecentTexts {
    private static final int LAYOUTS_MOST = 1024;
    private static final int RUN_BYTES_ENOUGH = TextTable.BYTES_MOST / 2;

    /** Of the bits of a tree's hash those that are 0 where a run begins: in one of 32. */
    private static final int BEGINNING = 0xF800_0000;

    private final Cache<Layout, SummaryTexts.Member[]> layouts =
            CacheBuilder.newBuilder().weakKeys().maximumSize(LAYOUTS_MOST).build();

    private final TextTable<VersionedRun> candidates = new TextTable<>();
    private final TextTable<TreeRun> trees = new TextTable<>();

    private final boolean isKeeping;

    /** Candidates and the version that they were written in. */
    record VersionedRun(CandidateRun run, Microversion version) {}

    RecentTexts() {
        this(true);
    }

    private RecentTexts(boolean isKeeping) {
        this.isKeeping = isKeeping;
    }

    /** Keeps no runs, for answers that nobody asks for again. */
    static RecentTexts none() {
        return new RecentTexts(false);
    }

    /**
     * Whether a run is over: it is long enough, or the next tree begins another. Which trees do is told by their hash alone, so that answers
     * of which one has a host more than the other are soon made of the same runs again.
     *
     * @param last the tree that the run has come to
     */
    static boolean isRunOver(int bytes, Tree last, Tree next) {
        return bytes >= RUN_BYTES_ENOUGH || next != last && (next.idHash() & BEGINNING) == 0;
    }

    /** By member the words for trees of a layout; null if they are not known. */
    SummaryTexts.Member[] words(Layout layout) {
        return layouts.getIfPresent(layout);
    }

    void keep(Layout layout, SummaryTexts.Member[] words) {
        layouts.put(layout, words);
    }

    /** The candidates of an answer from one on, as many as were kept together; null if they are not known. */
    Kept<VersionedRun> candidates(Candidates answer, int from, Microversion version) {
        int hash = hash(answer, from, version);
        Kept<VersionedRun> known = candidates.at(hash);
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
            candidates.keep(hash, new VersionedRun(now.get(), version), known.text());
        }
        return known;
    }

    /** Keeps candidates of an answer, the last of what was written, if they can be known again. */
    void keep(Candidates answer, int from, int to, Microversion version, JsonBytes json, int textFrom) {
        if (!isKeeping || json.size() - textFrom > TextTable.BYTES_MOST) {
            return;
        }
        Optional<CandidateRun> run = answer.run(from, to);
        if (run.isPresent()) {
            candidates.keep(hash(answer, from, version), new VersionedRun(run.get(), version), json.since(textFrom));
        }
    }

    private static int hash(Candidates answer, int from, Microversion version) {
        return 31 * answer.hash(from) + version.minor();
    }

    /** Trees from the one that an answer has reached on, as many as were kept together; null if they are not known. */
    Kept<TreeRun> trees(int requestHash, ProviderCursor answer) {
        Kept<TreeRun> known = trees.at(requestHash + answer.tree().idHash());
        return known != null && known.source().isNext(answer) ? known : null;
    }

    /** Keeps the tree that an answer has reached and those after it, of which the last that was written tells. */
    void keep(int requestHash, ProviderCursor answer, int trees, JsonBytes json, int textFrom) {
        if (isKeeping && json.size() - textFrom <= TextTable.BYTES_MOST) {
            this.trees.keep(requestHash + answer.tree().idHash(), answer.run(trees), json.since(textFrom));
        }
    }
}

package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.candidate.QueryTexts.VersionedRun;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.TreeRun;
import dev.berth.ledger.forest.Layout;

/**
 * What answers said lately, kept for those that come: the words that trees of a layout have in common, runs of
 * candidates, and what newer versions tell of runs of trees. Thread-safe.
 */
final class RecentTexts {
    private static final int LAYOUTS_MOST = 1024;

    private final Cache<Layout, SummaryTexts.Member[]> layouts =
            CacheBuilder.newBuilder().weakKeys().maximumSize(LAYOUTS_MOST).build();

    private final TextTable<VersionedRun> candidates = new TextTable<>();
    private final TextTable<TreeRun> trees = new TextTable<>();

    /** What answers to a query said, and where the next one leaves what it says. */
    QueryTexts of(QueryString query, Microversion version) {
        return new QueryTexts(this, version, 31 * query.text().hashCode() + version.minor(), true);
    }

    /** For an answer to a query that nobody is expected to repeat: it leaves nothing. */
    QueryTexts once(Microversion version) {
        return new QueryTexts(this, version, 0, false);
    }

    Cache<Layout, SummaryTexts.Member[]> layouts() {
        return layouts;
    }

    TextTable<VersionedRun> candidates() {
        return candidates;
    }

    TextTable<TreeRun> trees() {
        return trees;
    }
}

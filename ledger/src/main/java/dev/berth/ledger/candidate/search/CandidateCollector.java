package dev.berth.ledger.candidate.search;

import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.CandidateCursor;
import dev.berth.ledger.candidate.result.CandidateTable;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.Candidates.Cut;
import dev.berth.ledger.forest.Tree;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Collects the candidates of one answer, each once and only those that a claim is granted. Not thread-safe. */
final class CandidateCollector {
    private final Demands demands;
    private final DeviceOffers offers;
    private final int most;
    private final CandidateTable table;

    /** Candidates that several trees can anchor; only looked up in, so their order does not matter. */
    private final Set<Candidate> anchoredAnywhere = new HashSet<>();

    CandidateCollector(Plan plan, DeviceOffers offers, int most) {
        this.demands = plan.demands();
        this.offers = offers;
        this.most = most;
        this.table = new CandidateTable(demands, most);
    }

    boolean isFull() {
        return table.size() >= most;
    }

    /** Adds a search's next candidate that can be added; false if it has none. */
    boolean addNext(TreeSearch search) {
        while (search.advance()) {
            if (add(search)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the candidate that the search has reached; false if it was added before, or a claim would be refused. */
    private boolean add(TreeSearch search) {
        boolean isAllShared = search.isAllShared();
        if (offers.needsDryRun() || isAllShared) {
            Optional<Candidate> candidate =
                    offers.withDevices(candidate(search), search.anchor().root());
            if (candidate.isEmpty() || isAllShared && !anchoredAnywhere.add(candidate.get())) {
                return false;
            }
            if (offers.hasDevices()) {
                table.addWithDevices(candidate.get());
                table.summarize(search.anchor(), 0);
            }
        }
        addTo(table, search);
        Bin[] chosen = search.chosen();
        for (int demand = 0; demand < chosen.length; demand++) {
            Bin bin = chosen[demand];
            if (!bin.isSummarized && demands.get(demand).takesAnything()) {
                bin.isSummarized = true;
                table.summarize(bin.tree, bin.member);
            }
        }
        return true;
    }

    /** Adds the candidate that the root of a tree serves alone. */
    void addRoot(Tree anchor) {
        table.addRoot(anchor);
        table.summarize(anchor, 0);
    }

    private Candidate candidate(TreeSearch search) {
        CandidateTable tableOfOne = new CandidateTable(demands, 1);
        addTo(tableOfOne, search);
        CandidateCursor cursor = new CandidateCursor(tableOfOne);
        cursor.next();
        return cursor.candidate();
    }

    private static void addTo(CandidateTable table, TreeSearch search) {
        table.add(search.anchor());
        Bin[] chosen = search.chosen();
        for (int demand = 0; demand < chosen.length; demand++) {
            Bin bin = chosen[demand];
            if (bin.firstDemand == demand) {
                table.serve(demand, bin.tree, bin.member);
            } else {
                table.serveByProviderOf(demand, bin.firstDemand);
            }
        }
    }

    Candidates candidates(Optional<Cut> cut, long steps) {
        return new Candidates(table, cut, steps);
    }
}

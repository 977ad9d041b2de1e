package dev.berth.api.candidate;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What GET /capacity asks: a request for candidates as GET /allocation_candidates takes it, and by what to list where
 * it fits. A limit is judged as there, and makes no difference.
 */
record CapacityQuery(CandidateQuery candidates, Set<By> by) {
    /** The parameter that asks where; it may be repeated. */
    private static final String BY = "by";

    /**
     * Reads the parameters.
     *
     * @throws dev.berth.api.problem.ProblemException 400, for what GET /allocation_candidates takes in its words
     */
    static CapacityQuery parse(QueryString all, Microversion version) {
        if (all.last(CandidateQuery.EXPLAIN).isPresent()) {
            throw Problem.badRequest("expected no parameter " + CandidateQuery.EXPLAIN
                            + ", which only GET /allocation_candidates has; the capacity is always explained")
                    .exception();
        }
        if (all.last(CandidateQuery.POLICY).isPresent()) {
            throw Problem.badRequest("expected no parameter " + CandidateQuery.POLICY
                            + ", which only GET /allocation_candidates has; the capacity is that of the default order")
                    .exception();
        }
        Set<By> by = EnumSet.noneOf(By.class);
        for (String value : all.all(BY)) {
            by.add(by(value));
        }
        return new CapacityQuery(CandidateQuery.parse(all.without(Set.of(BY)), version), by);
    }

    private static By by(String value) {
        for (By by : By.values()) {
            if (by.text().equals(value)) {
                return by;
            }
        }
        throw Problem.badRequest("expected host, aggregate or trait as by but got " + value)
                .exception();
    }

    /**
     * The request in a region; empty if nothing can serve the groups before one with a name that the region does not
     * know.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it names what the region does not know
     */
    Optional<CandidateRequest> request(RegionView view) {
        return new NameResolver(view, new ExistenceCheck(view, SearchBudget.DEFAULT)).request(candidates);
    }
}

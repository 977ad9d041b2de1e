package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.candidate.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.Explanation.Demand;
import dev.berth.ledger.candidate.Explanation.Step;
import dev.berth.ledger.candidate.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The explanation against counts by hand on random regions and requests, line by line, and against all candidates. A failure prints
 * region, request and seed; {@code -Dseed=} brings it back.
 */
class ExplanationProperties {
    private static final int QUERIES = 20;

    @Property(tries = 400)
    void leavesOverWhatCountingByHandLeavesOver(@ForAll long seed) {
        forEachRequest(seed, (region, request, explanation, described) -> {
            StepsByHand byHand = new StepsByHand(region.view(), request);
            assertThat(explanation.demands().stream()
                            .map(Demand::steps)
                            .map(ExplanationProperties::counts)
                            .toList())
                    .as(described)
                    .isEqualTo(byHand.providersLeft());
            assertThat(explanation.demands().stream().map(Demand::verdict).toList())
                    .as(described)
                    .isEqualTo(byHand.verdicts());
            List<Integer> trees = new ArrayList<>();
            byHand.treesLeft().forEach(left -> trees.add(left.size()));
            trees.add(EveryCandidate.anchors(region.view(), request).size());
            assertThat(counts(explanation.trees())).as(described).isEqualTo(trees);
        });
    }

    @Property(tries = 400)
    void findsWhetherWaitingHelps(@ForAll long seed) {
        forEachRequest(seed, (region, request, explanation, described) -> {
            int now = EveryCandidate.anchors(region.view(), request).size();
            Verdict ifUnused =
                    EveryCandidate.anchorsIfUnused(region.view(), request).isEmpty() ? Verdict.NEVER : Verdict.NOT_NOW;
            assertThat(explanation.verdict()).as(described).isEqualTo(now > 0 ? Verdict.FOUND : ifUnused);
            assertThat(explanation.treesWithCandidates()).as(described).isEqualTo(now);
        });
    }

    /** What is left before the first line and after each. */
    private static List<Integer> counts(List<Step> steps) {
        List<Integer> counts = new ArrayList<>(List.of(steps.get(0).before()));
        for (Step step : steps) {
            assertThat(step.before()).isEqualTo(counts.get(counts.size() - 1));
            counts.add(step.after());
        }
        return counts;
    }

    @FunctionalInterface
    private interface Check {
        void on(TestingRegion region, CandidateRequest request, Explanation explanation, String described);
    }

    private static void forEachRequest(long drawn, Check check) {
        long seed = Long.getLong("seed", drawn);
        RandomRequests random = new RandomRequests(seed);
        String text = random.region();
        TestingRegion region = TestingRegion.of(text);
        for (int at = 0; at < QUERIES; at++) {
            Nesting nesting = at % 5 == 0 ? Nesting.BLIND : Nesting.AWARE;
            String query = random.query(nesting);
            CandidateRequest request = TestingQuery.read(query, nesting, region::id);
            Explanation explanation = CandidateSearch.explain(region.view(), request);
            check.on(region, request, explanation, "-Dseed=" + seed + "\n" + text + query + " " + nesting + "\n");
        }
    }
}

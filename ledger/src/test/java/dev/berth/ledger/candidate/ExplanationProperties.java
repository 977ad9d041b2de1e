package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDemand;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The explanation against counts by hand on random regions and requests, line by line, and against all candidates. A
 * failure prints
 * region, request and seed; {@code -Dseed=} brings it back.
 */
class ExplanationProperties {
    private static final int QUERIES = 20;

    /** A part that cannot be had together with others, as it stands in a lack. */
    private static final Pattern NAMED = Pattern.compile("(?:resources|required|member_of)(\\w*)=(\\S+)");

    private static final String GIVEN_UP = "can serve each group; the search for all of them together was given up";

    @Property(tries = 400)
    void leavesOverWhatCountingByHandLeavesOver(@ForAll long seed) {
        forEachRequest(seed, (region, request, explanation, described) -> {
            LinesByHand byHand = new LinesByHand(region.view(), request);
            assertThat(explanation.demands().stream()
                            .map(ExplainedDemand::lines)
                            .map(ExplanationProperties::counts)
                            .toList())
                    .as(described)
                    .isEqualTo(byHand.providersLeft());
            assertThat(explanation.demands().stream()
                            .map(ExplainedDemand::verdict)
                            .toList())
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

    @Property(tries = 400)
    void saysOfNearestTreesWhatIsSo(@ForAll long seed) {
        forEachRequest(seed, (region, request, explanation, described) -> {
            List<Set<ProviderId>> left = new LinesByHand(region.view(), request).treesLeft();
            Set<ProviderId> anchors = EveryCandidate.anchors(region.view(), request);
            assertThat(explanation.nearest())
                    .as(described)
                    .hasSize(Math.min(5, left.get(0).size() - anchors.size()));
            for (Miss miss : explanation.nearest()) {
                assertThat(anchors).as(described).doesNotContain(miss.root());
                boolean failsTogether = left.get(left.size() - 1).contains(miss.root());
                assertThat(miss.lacks()).as(described).isNotEmpty();
                assertThat(miss.lacks().stream().anyMatch(lack -> lack.reason() == Reason.NOT_TOGETHER))
                        .as(described + miss)
                        .isEqualTo(failsTogether);
                // A search that is given up says so, and names nothing.
                if (failsTogether && !miss.lacks().get(0).text().equals(GIVEN_UP)) {
                    assertThat(EveryCandidate.anchors(
                                    region.view(), named(request, miss.lacks().get(0))))
                            .as(described + miss)
                            .doesNotContain(miss.root());
                }
            }
        });
    }

    @Example
    void saysSoOfATreeWhereTheSearchIsGivenUp() {
        saysOfNearestTreesWhatIsSo(-17_116_669_850_860L);
    }

    /** The request for only what a lack names. */
    private static CandidateRequest named(CandidateRequest request, Lack lack) {
        Set<String> suffixes = new TreeSet<>();
        Set<ResourceClass> unsuffixed = new TreeSet<>();
        Matcher named = NAMED.matcher(lack.text());
        assertThat(lack.text()).startsWith("cannot serve ");
        while (named.find()) {
            suffixes.add(named.group(1));
            if (named.group(1).isEmpty()) {
                unsuffixed.add(ResourceClass.of(named.group(2).split(":")[0]));
            }
        }
        ImmutableList.Builder<RequestGroup> groups = ImmutableList.builder();
        for (RequestGroup group : request.groups()) {
            if (suffixes.contains(group.suffix())) {
                ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
                group.resources().forEach((name, amount) -> {
                    if (group.isSuffixed() || unsuffixed.contains(name)) {
                        resources.put(name, amount);
                    }
                });
                groups.add(new RequestGroup(
                        group.suffix(),
                        resources.build(),
                        group.requiredTraits(),
                        group.forbiddenTraits(),
                        group.memberOf(),
                        group.forbiddenAggregates(),
                        group.inTree(),
                        group.devices()));
            }
        }
        return new CandidateRequest(
                groups.build(),
                request.policy(),
                request.nesting(),
                request.rootRequired(),
                request.rootForbidden(),
                request.sameSubtrees().stream().filter(suffixes::containsAll).collect(ImmutableList.toImmutableList()),
                request.limit(),
                request.shuffleSeed());
    }

    /** What is left before the first line and after each. */
    private static List<Integer> counts(List<Line> lines) {
        List<Integer> counts = new ArrayList<>(List.of(lines.get(0).before()));
        for (Line line : lines) {
            assertThat(line.before()).isEqualTo(counts.get(counts.size() - 1));
            counts.add(line.after());
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
            Explanation explanation = Explainer.explain(region.view(), request);
            check.on(region, request, explanation, "-Dseed=" + seed + "\n" + text + query + " " + nesting + "\n");
        }
    }
}

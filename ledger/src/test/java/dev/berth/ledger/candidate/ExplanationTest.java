package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDemand;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.explain.ExplanationText;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.candidate.search.SearchBudget;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private final TestingRegion region = TestingRegion.of("""
            cn0 VCPU=14/16 MEMORY_MB=16384 +COMPUTE_NODE
              pf0 SRIOV_NET_VF=4/4 +HW_NIC_OFFLOAD_GRO
              pf1 SRIOV_NET_VF=8
            cn1 VCPU=16 MEMORY_MB=16384 +COMPUTE_NODE
              pf2 SRIOV_NET_VF=3/4 +HW_NIC_OFFLOAD_GRO
              pf3 SRIOV_NET_VF=1/4
            cn2 VCPU=16
            """);

    @Test
    void tellsWhatIsExhaustedAndHowNearTheTreesCome() {
        String query = "resources=VCPU:4&resources_NET=SRIOV_NET_VF:2&required_NET=HW_NIC_OFFLOAD_GRO"
                + "&root_required=COMPUTE_NODE";
        assertThat(explained(query)).isEqualTo("""
                        no candidates now: there would be some if nothing were in use, dirty or drained

                        resources=VCPU:4
                               3       -4  providers that have inventory of VCPU
                               3           providers that could give 4 VCPU if nothing were used
                               2       -1  providers that have 4 VCPU free now

                        resources_NET=SRIOV_NET_VF:2   <- exhausted: SRIOV_NET_VF
                               4       -3  providers that have inventory of SRIOV_NET_VF
                               4           providers that could give 2 SRIOV_NET_VF if nothing were used
                               2       -2  providers that have trait HW_NIC_OFFLOAD_GRO
                               0       -2  providers that have 2 SRIOV_NET_VF free now

                        trees
                               2       -1  trees whose root meets root_required
                               1       -1  trees that can serve resources=VCPU:4
                               0       -1  trees that can serve resources_NET=SRIOV_NET_VF:2
                               0           trees that can serve all of it together

                        nearest of the trees without a candidate
                          cn1  00000000-0000-1000-0000-000000000003
                            _NET: pf2 has 1 of 4 SRIOV_NET_VF free, 2 asked for
                          cn0  00000000-0000-1000-0000-000000000000
                            cn0 has 2 of 16 VCPU free, 4 asked for
                            _NET: pf0 has 0 of 4 SRIOV_NET_VF free, 2 asked for
                          cn2  00000000-0000-1000-0000-000000000006
                            cn2 does not have trait COMPUTE_NODE, which root_required asks for
                            _NET: cn2 has no inventory of SRIOV_NET_VF
                        """);
    }

    @Test
    void tellsWhatWasNeverThere() {
        assertThat(explained("resources=VCPU:4&resources_NET=SRIOV_NET_VF:9")).isEqualTo("""
                        no candidates ever: there would be none even if nothing were used

                        resources=VCPU:4
                               3       -4  providers that have inventory of VCPU
                               3           providers that could give 4 VCPU if nothing were used
                               2       -1  providers that have 4 VCPU free now

                        resources_NET=SRIOV_NET_VF:9   <- no provider can serve this, even unused
                               4       -3  providers that have inventory of SRIOV_NET_VF
                               0       -4  providers that could give 9 SRIOV_NET_VF if nothing were used
                               0           providers that have 9 SRIOV_NET_VF free now

                        trees
                               2       -1  trees that can serve resources=VCPU:4
                               0       -2  trees that can serve resources_NET=SRIOV_NET_VF:9
                               0           trees that can serve all of it together

                        nearest of the trees without a candidate
                          cn1  00000000-0000-1000-0000-000000000003
                            _NET: pf2 has 4 SRIOV_NET_VF in all, 9 asked for
                          cn0  00000000-0000-1000-0000-000000000000
                            cn0 has 2 of 16 VCPU free, 4 asked for
                            _NET: pf0 has 4 SRIOV_NET_VF in all, 9 asked for
                          cn2  00000000-0000-1000-0000-000000000006
                            _NET: cn2 has no inventory of SRIOV_NET_VF
                        """);
    }

    @Test
    void namesTheGroupsAndTheProviderThatTheyCompeteFor() {
        TestingRegion one = TestingRegion.of("cn VCPU=2/8 MEMORY_MB=64");
        assertThat(together(
                        one,
                        "resources_A=VCPU:4&resources_B=VCPU:4,MEMORY_MB:8&resources_C=MEMORY_MB:1&group_policy=none"))
                .isEqualTo("cn cannot serve resources_A=VCPU:4 and resources_B=MEMORY_MB:8,VCPU:4 together:"
                        + " it has 6 of 8 VCPU free, 8 asked for");
        TestingRegion units = TestingRegion.of("cn VCPU=8[1..4,1]");
        assertThat(together(units, "resources_A=VCPU:3&resources_B=VCPU:3"))
                .isEqualTo("cn cannot serve resources_A=VCPU:3 and resources_B=VCPU:3 together:"
                        + " it has 8 of 8 VCPU free and gives 4 at most in one claim, 6 asked for");
    }

    @Test
    void namesAllProvidersThatGroupsCompeteFor() {
        TestingRegion two = TestingRegion.of("""
                cn VCPU=8
                  pf0 SRIOV_NET_VF=3/4
                  pf1 SRIOV_NET_VF=4
                """);
        assertThat(together(
                        two,
                        "resources=VCPU:1&resources_A=SRIOV_NET_VF:1&resources_B=SRIOV_NET_VF:4"
                                + "&resources_C=SRIOV_NET_VF:1"))
                .isEqualTo("cn cannot serve resources_A=SRIOV_NET_VF:1, resources_B=SRIOV_NET_VF:4 and"
                        + " resources_C=SRIOV_NET_VF:1 together: pf0 has 1 of 4 SRIOV_NET_VF free and"
                        + " pf1 has 4 of 4 SRIOV_NET_VF free");
    }

    @Test
    void namesTheConditionThatGroupsFailTogether() {
        TestingRegion cards = TestingRegion.of("""
                cn VCPU=8
                  cell0
                    pf0 SRIOV_NET_VF=4
                  cell1 +CUSTOM_FAST
                """);
        assertThat(together(cards, "resources_A=SRIOV_NET_VF:1&resources_B=SRIOV_NET_VF:1&group_policy=isolate"))
                .isEqualTo("cn cannot serve resources_A=SRIOV_NET_VF:1 and resources_B=SRIOV_NET_VF:1 together from"
                        + " different providers, as group_policy=isolate wants: resources_A=SRIOV_NET_VF:1 can come"
                        + " from pf0, resources_B=SRIOV_NET_VF:1 can come from pf0");
        assertThat(together(
                        cards, "resources=VCPU:1&resources_A=SRIOV_NET_VF:1&required_B=CUSTOM_FAST&same_subtree=_A,_B"))
                .isEqualTo("cn cannot serve resources_A=SRIOV_NET_VF:1 and required_B=CUSTOM_FAST together below one of"
                        + " their providers, as same_subtree=_A,_B wants: resources_A=SRIOV_NET_VF:1 can come from pf0,"
                        + " required_B=CUSTOM_FAST can come from cell1");
        TestingRegion split = TestingRegion.of("""
                cn
                  cell0 VCPU=8 +CUSTOM_FAST
                  cell1 VCPU=8 +CUSTOM_GOLD
                """);
        assertThat(together(split, "resources=VCPU:1&required=CUSTOM_FAST,CUSTOM_GOLD"))
                .isEqualTo("cn cannot serve resources=VCPU:1 from providers of which one has trait CUSTOM_FAST and from"
                        + " providers of which one has trait CUSTOM_GOLD: resources=VCPU:1 can come from cell0 and"
                        + " cell1");
    }

    private static String together(TestingRegion region, String query) {
        Explanation explanation = explain(region, query, Nesting.AWARE);
        assertThat(explanation.nearest()).hasSize(1);
        assertThat(explanation.nearest().get(0).lacks())
                .extracting(Lack::reason)
                .containsExactly(Reason.NOT_TOGETHER);
        Lack lack = explanation.nearest().get(0).lacks().get(0);
        return lack.providerName() + " " + lack.text();
    }

    @Test
    void judgesAggregatesOfAProviderAndItsRootAsTheSearchDoes() {
        TestingRegion split = TestingRegion.of("""
                cn @B
                  cell VCPU=8 @A
                """);
        Explanation explanation = explain(split, "resources=VCPU:1&member_of=<A>&member_of=<B>", Nesting.AWARE);

        assertThat(explanation.demands().get(0).lines()).last().returns(0, Line::after);
        assertThat(explanation.nearest()).hasSize(1);
        assertThat(explanation.nearest().get(0).lacks())
                .extracting(Lack::providerName, Lack::reason, Lack::text)
                .containsExactly(tuple(
                        "cell",
                        Reason.NOT_IN_AGGREGATE,
                        "is not in aggregate " + TestingRegion.aggregate("B") + ", and its root is not in aggregate "
                                + TestingRegion.aggregate("A")));
    }

    @Test
    void tellsThatRequestNamesNothingThatCouldServe() {
        Explanation explanation = explain(region, "resources=VCPU:4&in_tree=<nowhere>", Nesting.AWARE);
        assertThat(explanation.verdict()).isEqualTo(Verdict.NEVER);
        assertThat(ExplanationText.of(explanation))
                .contains("trees: in_tree names an unknown provider, or a group without resources names no trait and"
                        + " no aggregate");
    }

    @Test
    void tellsWhichResourceIsExhaustedAndWhichWasNeverThere() {
        assertThat(explain(region, "resources=VCPU:15&resources_NET=SRIOV_NET_VF:9", Nesting.AWARE)
                        .demands())
                .extracting(demand -> demand.parameter() + " " + demand.verdict() + " "
                        + demand.scarce().map(ResourceClass::name).orElse("nothing"))
                .containsExactly("resources=VCPU:15 FOUND nothing", "resources_NET=SRIOV_NET_VF:9 NEVER SRIOV_NET_VF");
        TestingRegion full = TestingRegion.of("cn VCPU=8/8");
        assertThat(explain(full, "resources=VCPU:1", Nesting.AWARE).demands().get(0))
                .returns(Verdict.NOT_NOW, ExplainedDemand::verdict)
                .returns(Optional.of(ResourceClass.of("VCPU")), ExplainedDemand::scarce);
    }

    @Test
    void tellsWhichTraitsTheRootLacksAndWhichAreForbiddenToIt() {
        String query = "resources=VCPU:1&root_required=CUSTOM_FAST,CUSTOM_NEW,!CUSTOM_OLD,!CUSTOM_SLOW";
        TestingRegion forbidden = TestingRegion.of("cn VCPU=8 +CUSTOM_FAST +CUSTOM_NEW +CUSTOM_SLOW");
        assertThat(rootLack(forbidden, query))
                .isEqualTo("FORBIDDEN_TRAIT: has trait CUSTOM_SLOW, which root_required forbids");
        TestingRegion missing = TestingRegion.of("cn VCPU=8 +CUSTOM_FAST");
        assertThat(rootLack(missing, query))
                .isEqualTo("MISSING_TRAIT: does not have trait CUSTOM_NEW, which root_required asks for");
        TestingRegion both = TestingRegion.of("cn VCPU=8 +CUSTOM_OLD +CUSTOM_SLOW");
        assertThat(rootLack(both, query))
                .isEqualTo("MISSING_TRAIT: does not have trait CUSTOM_FAST and CUSTOM_NEW, which root_required asks"
                        + " for, and has trait CUSTOM_OLD and CUSTOM_SLOW, which root_required forbids");
    }

    private static String rootLack(TestingRegion region, String query) {
        Lack lack =
                explain(region, query, Nesting.AWARE).nearest().get(0).lacks().get(0);
        return lack.reason() + ": " + lack.text();
    }

    @Test
    void leavesTreesOutWhereTheBudgetEnds() {
        TestingRegion many = TestingRegion.of(IntStream.range(0, 300)
                .mapToObj(host -> "cn" + host + " VCPU=8/8\n")
                .collect(Collectors.joining()));
        CandidateRequest request = TestingQuery.read("resources=VCPU:1", Nesting.AWARE, many::id);
        Explanation whole = Explainer.explain(many.view(), request);
        assertThat(whole.verdict()).isEqualTo(Verdict.NOT_NOW);
        assertThat(whole.treesLeftOut()).isZero();
        Explanation cut = Explainer.explain(many.view(), request, new SearchBudget(0, 500));
        assertThat(cut.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(cut.treesLeftOut()).isBetween(100, 299);
        assertThat(cut.demands().get(0).lines().get(0).before()).isEqualTo(300 - cut.treesLeftOut());
        assertThat(ExplanationText.of(cut))
                .startsWith("no candidates were found, but the explanation was cut off")
                .contains(cut.treesLeftOut() + " trees were not looked at");
    }

    private String explained(String query) {
        return ExplanationText.of(explain(region, query, Nesting.AWARE));
    }

    private static Explanation explain(TestingRegion region, String query, Nesting nesting) {
        return Explainer.explain(region.view(), TestingQuery.read(query, nesting, region::id));
    }
}

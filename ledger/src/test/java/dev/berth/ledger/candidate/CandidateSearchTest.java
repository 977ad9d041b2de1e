package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.ProviderCursor;
import dev.berth.ledger.candidate.search.CandidateSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateSearchTest {
    /** The figure of the founding text. */
    private final TestingRegion figure = TestingRegion.of("""
            cn VCPU=16 MEMORY_MB=16384
              cell0
                pf0 SRIOV_NET_VF=4
              cell1
                pf1 SRIOV_NET_VF=4 +HW_NIC_OFFLOAD_GRO
            """);

    @Test
    void takesEachResourceFromAnyProviderOfTheTree() {
        assertThat(shown(figure, "resources=VCPU:2,SRIOV_NET_VF:1"))
                .containsExactly(
                        "{cn=[VCPU=2], pf0=[SRIOV_NET_VF=1]} -> {=[cn, pf0]}",
                        "{cn=[VCPU=2], pf1=[SRIOV_NET_VF=1]} -> {=[cn, pf1]}");
    }

    @Test
    void findsRequiredTraitOnProvidersThatGiveSomething() {
        assertThat(shown(figure, "resources=VCPU:2,SRIOV_NET_VF:1&required=HW_NIC_OFFLOAD_GRO"))
                .containsExactly("{cn=[VCPU=2], pf1=[SRIOV_NET_VF=1]} -> {=[cn, pf1]}");
        assertThat(shown(figure, "resources=VCPU:2&required=HW_NIC_OFFLOAD_GRO"))
                .isEmpty();
    }

    @Test
    void leavesOutProvidersWithForbiddenTrait() {
        assertThat(shown(figure, "resources=VCPU:2,SRIOV_NET_VF:1&required=!HW_NIC_OFFLOAD_GRO"))
                .containsExactly("{cn=[VCPU=2], pf0=[SRIOV_NET_VF=1]} -> {=[cn, pf0]}");
    }

    @Test
    void doesNotSplitOneClassOverProviders() {
        assertThat(shown(figure, "resources=VCPU:2,SRIOV_NET_VF:5")).isEmpty();
    }

    @Test
    void takesFromOneProviderOfATreeForClientsThatDoNotKnowOfTrees() {
        assertThat(shown(figure, "resources=VCPU:2,SRIOV_NET_VF:1", Nesting.BLIND))
                .isEmpty();
        assertThat(shown(figure, "resources=SRIOV_NET_VF:1", Nesting.BLIND)).hasSize(2);
    }

    @Test
    void summarisesEveryProviderOfTheTrees() {
        assertThat(summarised("resources=SRIOV_NET_VF:1", Nesting.AWARE))
                .containsExactly("cn", "cell0", "pf0", "cell1", "pf1");
        assertThat(summarised("resources=SRIOV_NET_VF:1&limit=1", Nesting.BLIND))
                .containsExactly("pf0");
    }

    private List<String> summarised(String query, Nesting nesting) {
        CandidateRequest request = TestingQuery.read(query, nesting, figure::id);
        List<String> names = new ArrayList<>();
        ProviderCursor providers =
                CandidateSearch.search(figure.view(), request).providers();
        while (providers.next()) {
            names.add(figure.name(providers.tree().id(providers.member())));
        }
        return names;
    }

    static Set<String> shown(TestingRegion region, String query) {
        return shown(region, query, Nesting.AWARE);
    }

    static Set<String> shown(TestingRegion region, String query, Nesting nesting) {
        Candidates found = CandidateSearch.search(region.view(), TestingQuery.read(query, nesting, region::id));
        return Shown.of(found.candidates(), region::name);
    }
}

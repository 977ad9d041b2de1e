package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.Candidates.Cut;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests whose combinations nobody could write down. Cost is counted in steps, which are the same on every machine.
 */
class CandidateExplosionTest {
    private static final int LIMIT = 1000;

    @ParameterizedTest
    @CsvSource({
        "8, 8, 1, none", "8, 8, 1, isolate", "8, 8, 8, none", "16, 8, 1, none", "16, 8, 8, isolate",
        "64, 8, 1, none", "64, 8, 8, none", "64, 8, 8, isolate", "64, 64, 1, isolate", "64, 64, 2, none"
    })
    void fillsLimitInStepsThatGrowWithTheAnswer(int devices, int groups, int vfs, String policy) {
        TestingRegion host = host(devices, device -> "SRIOV_NET_VF=" + vfs);
        Candidates found = search(host, groups(groups, group -> "SRIOV_NET_VF:1") + "&group_policy=" + policy, LIMIT);
        assertThat(Shown.of(found.candidates(), host::name)).hasSize(LIMIT);
        assertThat(found.cut()).isEmpty();
        assertThat(found.steps()).isLessThan((40L + 2L * devices) * LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"8, 9, 1, none", "63, 64, 1, isolate", "8, 9, 8, isolate", "64, 65, 1, none", "20, 64, 3, none"})
    void seesSoonThatEqualDevicesDoNotSuffice(int devices, int groups, int vfs, String policy) {
        TestingRegion host = host(devices, device -> "SRIOV_NET_VF=" + vfs);
        Candidates found = search(host, groups(groups, group -> "SRIOV_NET_VF:1") + "&group_policy=" + policy, LIMIT);
        assertThat(found.candidates()).isEmpty();
        assertThat(found.cut()).isEmpty();
        assertThat(found.steps()).isLessThan(30L * devices * groups);
    }

    @Test
    void seesSoonThatUnequalDevicesDoNotSuffice() {
        // Every device is different, and so is what each of them can serve: eleven groups fit on ten devices only.
        TestingRegion host = host(40, device -> "SRIOV_NET_VF=" + (device + 5) + (device < 10 ? " +CUSTOM_FAST" : ""));
        String wanted = groups(11, group -> "SRIOV_NET_VF:1&required_" + group + "=CUSTOM_FAST");
        Candidates found = search(host, wanted + "&group_policy=isolate", LIMIT);
        assertThat(found.candidates()).isEmpty();
        assertThat(found.cut()).isEmpty();
        assertThat(found.steps()).isLessThan(10_000);
    }

    @Test
    void saysThatStepsWereSpent() {
        TestingRegion host = host(40, device -> "SRIOV_NET_VF=" + (100 + 3 * device));
        // Thirty odd amounts that fill their devices badly: a bin packing that nobody solves in a hurry.
        String wanted = groups(30, group -> "SRIOV_NET_VF:" + (101 + 7 * Integer.parseInt(group) % 11));
        CandidateRequest request = TestingQuery.read(wanted, Nesting.AWARE, host::id);
        Candidates found = CandidateSearch.search(host.view(), request, new SearchBudget(100_000, 2_000));
        assertThat(found.cut()).contains(Cut.STEPS);
        assertThat(found.steps()).isLessThan(4_000);
    }

    @Test
    void saysThatMoreCandidatesWereFoundThanItMayTell() {
        TestingRegion host = host(10, device -> "SRIOV_NET_VF=10");
        String wanted = groups(4, group -> "SRIOV_NET_VF:1");
        SearchBudget budget = new SearchBudget(500, 1_000_000);
        CandidateRequest request = TestingQuery.read(wanted, Nesting.AWARE, host::id);
        assertThat(CandidateSearch.search(host.view(), request, budget).candidates())
                .hasSize(500);
        assertThat(CandidateSearch.search(host.view(), request, budget).cut()).contains(Cut.CANDIDATES);
        assertThat(CandidateSearch.search(host.view(), request.limitedTo(500), budget)
                        .cut())
                .isEmpty();
    }

    @Test
    void holdsNoMorePlacesForManyGroups() {
        TestingRegion host = host(64, device -> "SRIOV_NET_VF=100");
        CandidateRequest request = TestingQuery.read(groups(2000, group -> "SRIOV_NET_VF:1"), Nesting.AWARE, host::id);
        Candidates found = CandidateSearch.search(host.view(), request);
        assertThat(found.size()).isEqualTo(2000);
        assertThat(found.cut()).contains(Cut.CANDIDATES);
        // Four bytes for each place, and no more for candidates that there cannot be.
        assertThat(found.bytes()).isBetween(16_000_000L, 16_100_000L);
    }

    @Test
    void takesFromEveryHostBeforeItTakesTwiceFromOne() {
        String hosts = IntStream.range(0, 100)
                .mapToObj(host ->
                        "cn" + host + " VCPU=8\n  a" + host + " SRIOV_NET_VF=8\n  b" + host + " SRIOV_NET_VF=8\n")
                .collect(Collectors.joining());
        TestingRegion region = TestingRegion.of(hosts);
        Candidates found = search(region, "resources=VCPU:1,SRIOV_NET_VF:1", 101);
        assertThat(found.candidates().subList(0, 100).stream()
                        .map(candidate -> candidate.shares().get(0).provider()))
                .doesNotHaveDuplicates();
        assertThat(found.candidates()).hasSize(101);
    }

    @Test
    void beginsWithAnyHostIfShuffled() {
        TestingRegion region = TestingRegion.of(IntStream.range(0, 100)
                .mapToObj(host -> "cn" + host + " VCPU=8\n")
                .collect(Collectors.joining()));
        CandidateRequest request = TestingQuery.read("resources=VCPU:1&limit=1", Nesting.AWARE, region::id);
        Map<ProviderId, Integer> firsts = new HashMap<>();
        for (int seed = 0; seed < 10_000; seed++) {
            Candidates found = CandidateSearch.search(region.view(), TestingQuery.shuffled(request, seed));
            firsts.merge(found.candidates().get(0).shares().get(0).provider(), 1, Integer::sum);
        }
        assertThat(firsts).hasSize(100);
        // A block of 64 hosts is as likely as one of 36, so the hosts of the smaller one come first more often.
        assertThat(firsts.values()).allMatch(times -> times > 40 && times < 200);
    }

    private static TestingRegion host(int devices, IntFunction<String> inventory) {
        return TestingRegion.of("cn VCPU=64\n"
                + IntStream.range(0, devices)
                        .mapToObj(device -> "  pf" + device + " " + inventory.apply(device) + "\n")
                        .collect(Collectors.joining()));
    }

    private static String groups(int groups, Function<String, String> resources) {
        return IntStream.range(1, groups + 1)
                .mapToObj(Integer::toString)
                .map(group -> "resources_" + group + "=" + resources.apply(group))
                .collect(Collectors.joining("&"));
    }

    private static Candidates search(TestingRegion region, String query, int limit) {
        return CandidateSearch.search(
                region.view(),
                TestingQuery.read(query, Nesting.AWARE, region::id).limitedTo(limit));
    }
}

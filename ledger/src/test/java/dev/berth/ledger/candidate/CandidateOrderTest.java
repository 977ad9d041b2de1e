package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.CandidateRequest.Order;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** In which order candidates come where a request names one. */
class CandidateOrderTest {
    private final TestingRegion flat = TestingRegion.of("""
            empty VCPU=8 MEMORY_MB=800
            half VCPU=4/8 MEMORY_MB=400/800
            lean VCPU=6/8 MEMORY_MB=100/800
            """);

    private final TestingRegion shared = TestingRegion.of("""
            host VCPU=8
              gpu0 PGPU=1000
              gpu1 PGPU=600/1000
              gpu2 PGPU=200/1000
            """);

    @Test
    void packsWhereTheLeastWouldBeLeft() {
        assertThat(first(flat, "resources=VCPU:1,MEMORY_MB:100", Order.PACK)).containsExactly("half", "lean", "empty");
    }

    @Test
    void spreadsToWhereTheMostWouldBeLeft() {
        assertThat(first(flat, "resources=VCPU:1,MEMORY_MB:100", Order.SPREAD))
                .containsExactly("empty", "lean", "half");
    }

    @Test
    void balancesTheClassesOfEachTree() {
        assertThat(first(flat, "resources=VCPU:2,MEMORY_MB:200", Order.BALANCED))
                .last()
                .isEqualTo("lean");
        assertThat(first(flat, "resources=MEMORY_MB:600", Order.BALANCED)).containsExactly("lean", "empty");
    }

    @Test
    void ordersTheProvidersOfATree() {
        assertThat(first(shared, "resources_G=PGPU:300", Order.PACK)).containsExactly("gpu1", "gpu2", "gpu0");
        assertThat(first(shared, "resources_G=PGPU:300", Order.SPREAD)).containsExactly("gpu0", "gpu2", "gpu1");
    }

    @Test
    void leavesPiecesThatAreOfUseToWhatIsHeld() {
        // What is held are 600 and 200 of a GPU; after 400 of gpu1 nothing is left of it, after 400 of gpu0 600 are,
        // and after 400 of gpu2 there are 400, which are of use to the smaller one alone.
        assertThat(first(shared, "resources_G=PGPU:400", Order.LEAST_FRAGMENTATION))
                .last()
                .isEqualTo("gpu2");
    }

    /**
     * After 400 of gpu0 there are 600, too few for those who hold 700; after 400 of gpu2 there are 400. Who is too many
     * on one provider is not asked.
     */
    @Test
    void asksABoundedNumberOfThoseWhoHoldSomethingOfAHost() {
        TestingRegion crowded = TestingRegion.of("""
                host VCPU=8
                  gpu0 PGPU=1000
                  gpu1 PGPU=600/1000
                  gpu2 PGPU=200/1000
                crowd PGPU=10000000
                """);
        Allocations seven = Allocations.of(crowded.id("crowd"), ResourceClass.of("PGPU"), 700);
        for (int consumers = 0; consumers < 1_024; consumers++) {
            assertThat(crowded.claim(seven).refusal()).isEmpty();
        }
        assertThat(gpus(crowded)).last().isEqualTo("gpu0");

        assertThat(crowded.claim(seven).refusal()).isEmpty();
        assertThat(gpus(crowded)).last().isEqualTo("gpu2");
    }

    private static List<String> gpus(TestingRegion region) {
        return first(region, "resources_G=PGPU:400", Order.LEAST_FRAGMENTATION).stream()
                .filter(name -> name.startsWith("gpu"))
                .toList();
    }

    @Test
    void stopsRatingWhenItsStepsAreSpentAndSaysSo() {
        CandidateRequest request = TestingQuery.read("resources=VCPU:1", Nesting.AWARE, flat::id);
        Candidates cut = CandidateSearch.search(flat.view(), request.orderedBy(Order.PACK), new SearchBudget(100, 10));
        assertThat(cut.cut()).contains(Candidates.Cut.STEPS);
        assertThat(cut.size()).isPositive();
    }

    @Property(tries = 100)
    void hasTheCandidatesOfTheDefaultOrderAndTheSameAgain(@ForAll long seed) {
        RandomRequests random = new RandomRequests(seed);
        String text = random.region();
        TestingRegion region = TestingRegion.of(text);
        for (int at = 0; at < 8; at++) {
            Nesting nesting = at % 4 == 0 ? Nesting.BLIND : Nesting.AWARE;
            String query = random.query(nesting);
            CandidateRequest request = TestingQuery.read(query, nesting, region::id);
            List<String> expected =
                    sorted(CandidateSearch.search(region.view(), request).candidates(), region);
            for (Order order : Order.values()) {
                String described = order + "\n" + text + query + " " + nesting;
                Candidates found = CandidateSearch.search(region.view(), request.orderedBy(order));
                assertThat(sorted(found.candidates(), region)).as(described).isEqualTo(expected);
                assertThat(CandidateSearch.search(region.view(), request.orderedBy(order))
                                .candidates())
                        .as(described)
                        .isEqualTo(found.candidates());
                for (int limit = 1; limit <= Math.min(found.size(), 3); limit++) {
                    assertThat(CandidateSearch.search(
                                            region.view(),
                                            request.orderedBy(order).limitedTo(limit))
                                    .candidates())
                            .as(described)
                            .isEqualTo(found.candidates().subList(0, limit));
                }
            }
        }
    }

    private static List<String> sorted(List<Candidate> candidates, TestingRegion region) {
        List<String> texts = new ArrayList<>();
        candidates.forEach(candidate -> texts.addAll(Shown.of(List.of(candidate), region::name)));
        return texts.stream().sorted().collect(Collectors.toList());
    }

    /** The providers of the first share of each candidate. */
    private static List<String> first(TestingRegion region, String query, Order order) {
        CandidateRequest request = TestingQuery.read(query, Nesting.AWARE, region::id);
        return CandidateSearch.search(region.view(), request.orderedBy(order)).candidates().stream()
                .map(candidate -> region.name(candidate.shares().get(0).provider()))
                .toList();
    }
}

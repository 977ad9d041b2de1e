package dev.berth.ledger.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The search against the reference on random regions and requests; a failure prints region, request and jqwik's seed.
 */
class CandidateProperties {
    private static final int QUERIES = 20;

    @Property(tries = 400)
    void findsWhatTryingEverythingFinds(@ForAll long seed) {
        forEachRequest(seed, (region, request, described) -> {
            Set<String> expected = Shown.of(EveryCandidate.of(region.view(), request), region::name);
            Candidates found = CandidateSearch.search(region.view(), request);
            assertThat(Shown.of(found.candidates(), region::name)).as(described).isEqualTo(expected);
            assertThat(found.cut()).as(described).isEmpty();
        });
    }

    @Property(tries = 200)
    void findsOnlyWhatAClaimIsGranted(@ForAll long seed) {
        forEachRequest(seed, (region, request, described) -> {
            for (Candidate candidate :
                    CandidateSearch.search(region.view(), request).candidates()) {
                assertThat(region.tryClaim(candidate.allocations()).refusal())
                        .as(described + "\n" + candidate)
                        .isEmpty();
            }
        });
    }

    @Property(tries = 200)
    void answersLimitWithTheFirstOfAll(@ForAll long seed) {
        forEachRequest(seed, (region, request, described) -> {
            Candidates all = CandidateSearch.search(region.view(), request);
            for (int limit = 1; limit <= Math.min(all.candidates().size() + 1, 5); limit++) {
                assertThat(CandidateSearch.search(region.view(), request.limitedTo(limit))
                                .candidates())
                        .as(described)
                        .isEqualTo(all.candidates()
                                .subList(0, Math.min(limit, all.candidates().size())));
            }
        });
    }

    @Property(tries = 100)
    void shufflesAsTheSeedSays(@ForAll long seed, @ForAll long shuffleSeed) {
        forEachRequest(seed, (region, request, described) -> {
            Candidates all = CandidateSearch.search(region.view(), request);
            Candidates shuffled = CandidateSearch.search(region.view(), TestingQuery.shuffled(request, shuffleSeed));
            assertThat(Shown.of(shuffled.candidates(), region::name))
                    .as(described)
                    .isEqualTo(Shown.of(all.candidates(), region::name));
            assertThat(CandidateSearch.search(region.view(), TestingQuery.shuffled(request, shuffleSeed))
                            .candidates())
                    .as(described)
                    .isEqualTo(shuffled.candidates());
        });
    }

    @FunctionalInterface
    private interface Check {
        void on(TestingRegion region, CandidateRequest request, String described);
    }

    private static void forEachRequest(long seed, Check check) {
        RandomRequests random = new RandomRequests(seed);
        String text = random.region();
        TestingRegion region = TestingRegion.of(text);
        for (int at = 0; at < QUERIES; at++) {
            Nesting nesting = at % 5 == 0 ? Nesting.BLIND : Nesting.AWARE;
            String query = random.query(nesting);
            check.on(region, TestingQuery.read(query, nesting, region::id), text + query + " " + nesting);
        }
    }
}

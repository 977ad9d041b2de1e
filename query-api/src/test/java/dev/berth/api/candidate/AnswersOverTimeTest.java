package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.QueryString;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.ProviderCursor;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a region between answers, one that uses what earlier ones found and said is, byte for byte, the
 * one that does not.
 */
class AnswersOverTimeTest {
    private static final int ROUNDS = 60;

    private final RecentQueries queries = new RecentQueries();
    private final KeptSummaries kept = new KeptSummaries();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void writesWhatWouldBeWrittenIfNothingWereKnown(long seed) {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            RestlessRegion region = new RestlessRegion(server, seed);
            region.addHosts(150);
            for (int round = 0; round < ROUNDS; round++) {
                region.change();
                for (RestlessRegion.Asked asked : region.queries()) {
                    RegionView view = server.view(Region.DEFAULT);
                    Candidates found = search(queries, view, asked);
                    Candidates foundAnew = search(new RecentQueries(), view, asked);

                    String known = text(found, kept, asked);
                    forgetSummaries(found);
                    assertThat(known)
                            .as("seed %d, round %d, %s", seed, round, asked)
                            .isEqualTo(text(foundAnew, kept, asked));
                }
            }
        }
    }

    private static void forgetSummaries(Candidates found) {
        for (ProviderCursor providers = found.providers(); providers.next(); ) {
            providers.tree().keepText(null);
        }
    }

    private static Candidates search(RecentQueries queries, RegionView view, RestlessRegion.Asked asked) {
        return queries.read(Region.DEFAULT, QueryString.of(asked.query()), asked.version())
                .search(view, new ExistenceCheck(view, SearchBudget.DEFAULT))
                .orElseThrow()
                .search(view, SearchBudget.DEFAULT);
    }

    private static String text(Candidates found, KeptSummaries kept, RestlessRegion.Asked asked) {
        Answer answer = Answer.inPieces(new CandidatesBody(found, kept, asked.version(), Optional.empty()));
        String text = answer.body().stream()
                .map(Buffer::getBytes)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        answer.discard();
        return text;
    }
}

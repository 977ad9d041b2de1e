package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.Census;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.candidate.SearchBudget;
import dev.berth.ledger.state.RegionView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a region between answers, one that uses what earlier ones found and said is, byte for byte, the
 * one that does not.
 */
class RecentTextsTest {
    private static final int ROUNDS = 60;

    private final RecentQueries queries = new RecentQueries();
    private final RecentTexts recent = new RecentTexts();

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

                    assertThat(text(found, texts(asked)))
                            .as("seed %d, round %d, %s", seed, round, asked)
                            .isEqualTo(text(foundAnew, new RecentTexts().once(asked.version())));
                }
            }
        }
    }

    @Test
    void knowsCandidatesAsLongAsTheirProvidersServeAndTreesUntilAClaim() {
        RestlessRegion.Asked asked = new RestlessRegion.Asked("resources=VCPU:1", Microversion.MAX);
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            RestlessRegion region = new RestlessRegion(server, 1);
            region.addHosts(1);
            Candidates before = search(queries, server.view(Region.DEFAULT), asked);
            text(before, texts(asked));
            assertThat(texts(asked).candidates(before, 0)).isNotNull();
            assertThat(knowsTrees(asked, before)).isTrue();

            region.claimFromFirstHost();

            Candidates after = search(queries, server.view(Region.DEFAULT), asked);
            assertThat(texts(asked).candidates(after, 0)).isNotNull();
            assertThat(texts(new RestlessRegion.Asked(asked.query(), new Microversion(38)))
                            .candidates(after, 0))
                    .isNull();
            assertThat(knowsTrees(asked, after)).isFalse();
        }
    }

    @Test
    void leavesNothingOfAQueryThatIsAskedOnce() {
        RestlessRegion.Asked asked = new RestlessRegion.Asked("resources=VCPU:1", Microversion.MAX);
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            new RestlessRegion(server, 1).addHosts(1);
            Candidates found = search(queries, server.view(Region.DEFAULT), asked);

            text(found, recent.once(asked.version()));

            assertThat(recent.once(asked.version()).candidates(found, 0)).isNull();
            assertThat(texts(asked).candidates(found, 0)).isNull();
            assertThat(knowsTrees(asked, found)).isFalse();
        }
    }

    private QueryTexts texts(RestlessRegion.Asked asked) {
        return recent.of(QueryString.of(asked.query()), asked.version());
    }

    private boolean knowsTrees(RestlessRegion.Asked asked, Candidates answer) {
        ProviderCursor providers = answer.providers();
        assertThat(providers.next()).isTrue();
        return texts(asked).trees(providers) != null;
    }

    private static Candidates search(RecentQueries queries, RegionView view, RestlessRegion.Asked asked) {
        return queries.read(Region.DEFAULT, QueryString.of(asked.query()), asked.version())
                .search(view, new Census(view, SearchBudget.DEFAULT))
                .orElseThrow()
                .search(view, SearchBudget.DEFAULT);
    }

    private static String text(Candidates found, QueryTexts recent) {
        Answer answer = Answer.inPieces(new CandidatesBody(found, recent, Optional.empty()));
        String text = answer.body().stream()
                .map(Buffer::getBytes)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        answer.discard();
        return text;
    }
}

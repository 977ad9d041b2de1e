package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.berth.cli.shadow.CallSubjects.Reach;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a later call is about whose consumer was written to by one of which nobody knows what came. */
class UnknownOutcomeTest {
    private static final String P1 = "aaaa0000-0000-4000-8000-000000000001";
    private static final String P2 = "aaaa0000-0000-4000-8000-000000000002";
    private static final String C = "cccc0000-0000-4000-8000-000000000001";

    private final MemoryBudget memory = new MemoryBudget(1 << 20);
    private Follower follower;
    private Shadow shadow;

    @BeforeEach
    void start() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + ShadowedPair.freePort());
        follower = new Follower(nobody, Optional.empty(), 1, memory);
        shadow = new Shadow(new ServiceRoles(nobody, nobody, true), follower, new ShadowReport(), 10, 1);
        shadow.endRound(shadow.beginRound(), Map.of(), Map.of());
        answer(move("null", P1), 204);
        Awaitility.await().until(() -> shadow.state().underWay() == 0);
    }

    @AfterEach
    void stop() {
        follower.close();
    }

    private ShadowCall begin(String method, String path, String body) {
        return shadow.begin(method, path, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), memory.share());
    }

    private ShadowCall move(String generation, String provider) {
        return begin(
                "PUT",
                "/allocations/" + C,
                "{\"allocations\": {\"%s\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": %s}"
                        .formatted(provider, generation));
    }

    private void answer(ShadowCall call, int status) {
        shadow.answered(call, new ServiceReply(status, new byte[0], true, ""));
    }

    private CallSubjects release() {
        return begin("DELETE", "/allocations/" + C, "").subjects();
    }

    private static Subject[] about(String... providers) {
        Subject[] about = new Subject[providers.length + 1];
        about[0] = Subject.consumer(C);
        for (int i = 0; i < providers.length; i++) {
            about[i + 1] = Subject.provider(providers[i]);
        }
        return about;
    }

    @Test
    void isAboutBothPlacesOfAMoveWhoseAnswerWasLost() {
        shadow.unanswered(move("1", P2));
        assertThat(release().written()).containsExactlyInAnyOrder(about(P1, P2));
    }

    @Test
    void isAboutBothPlacesOfAMoveThatFailed() {
        answer(move("1", P2), 500);
        assertThat(release().written()).containsExactlyInAnyOrder(about(P1, P2));
    }

    @Test
    void isAboutTheFirstPlaceOfAMoveThatWasRefused() {
        answer(move("1", P2), 409);
        assertThat(release().written()).containsExactlyInAnyOrder(about(P1));
    }

    @Test
    void isAboutBothPlacesOfMovesThatMet() {
        ShadowCall last = move("2", P2);
        ShadowCall first = move("1", P1);
        answer(last, 204);
        answer(first, 204);
        assertThat(release().written()).containsExactlyInAnyOrder(about(P1, P2));
    }

    @Test
    void isAboutThePlaceThatWasReadSince() {
        shadow.unanswered(move("1", P2));
        Gaps.Round round = shadow.beginRound();
        assertThat(round.subjects()).contains(Subject.consumer(C));
        assertThat(shadow.endRound(round, Map.of(C, ImmutableSet.of(P2)), Map.of()))
                .isTrue();
        assertThat(release().written()).containsExactlyInAnyOrder(about(P2));
    }

    @Test
    void isAboutAnythingAfterACallWentByUnseen() {
        shadow.passedUnseen("POST", "/allocations");
        assertThat(release().reach()).isEqualTo(Reach.WRITES_ALL);
    }
}

package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.auth.Caller;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.Region;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static final Caller ADMIN = Caller.of("admin", "p", Stream.of("admin"));

    /** They stand in the log: made in another way they would not recognise what was sent before. */
    @Test
    void comesToTheSameIdAndDigestForEver() {
        IdempotencyKey key = key(ADMIN, "east", "k", "PUT", "/traits/CUSTOM_A", "{}");
        assertThat(key.commandId()).hasToString("7aa5d15b-e8f8-8b3c-835f-d6f9cf375687");
        assertThat(key.request()).hasToString("ddd9c262c6f8ed6b7d0bdce0e3e6e7907b9c92893a9c1e677a510c817edff3a2");
        assertThat(key.commandId().value().version()).isEqualTo(8);
        assertThat(key.commandId().value().variant()).isEqualTo(2);
    }

    @Test
    void isAnotherIdForAnotherCallerRegionOrKeyAndNoOther() {
        IdempotencyKey key = key(ADMIN, "east", "k", "PUT", "/a", "{}");
        Caller reader = Caller.of("admin", "p", Stream.of("reader")).withSystemScope(Optional.of("all"));
        assertThat(key(reader, "east", "k", "POST", "/b", "[]").commandId()).isEqualTo(key.commandId());
        for (IdempotencyKey other : List.of(
                key(Caller.of("admi", "np", Stream.of()), "east", "k", "PUT", "/a", "{}"),
                key(Caller.of("admin", "q", Stream.of()), "east", "k", "PUT", "/a", "{}"),
                key(ADMIN, "eas", "tk", "PUT", "/a", "{}"),
                key(ADMIN, "west", "k", "PUT", "/a", "{}"),
                key(ADMIN, "east", "K", "PUT", "/a", "{}"))) {
            assertThat(other.commandId()).isNotEqualTo(key.commandId());
            assertThat(other.request()).isEqualTo(key.request());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "über", "tab\t", "del\u007f"})
    void refusesWhatIsNoKey(String text) {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(text)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(400);
                    assertThat(e.problem().code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_MALFORMED);
                });
    }

    @Test
    void takesOneKeyOfUpTo255Characters() {
        String longest = "~".repeat(255);
        assertThat(IdempotencyKey.parse(List.of(longest))).contains(longest);
        assertThat(IdempotencyKey.parse(List.of())).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(longest + "~")))
                .hasMessageContaining("got 256 characters");
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("a", "a"))).hasMessageContaining("2 of them");
    }

    private static IdempotencyKey key(
            Caller caller, String region, String key, String method, String target, String body) {
        return IdempotencyKey.of(
                key, caller, new Region(region), method, target, Microversion.MAX, Optional.of(Buffer.buffer(body)));
    }
}

package dev.berth.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.auth.Caller;
import dev.berth.events.model.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy file may say, and what it is told that says something else. */
class PolicyFileTest {
    private static final Caller MEMBER = Caller.of("jane", "theirs", Stream.of("member"));

    private static Policy policy(String text) {
        return Policy.of(PolicySettings.PLACEMENT, PolicyFile.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(String text, String... words) {
        assertThatThrownBy(() -> policy(text))
                .isInstanceOf(MalformedException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "placement:traits:list: role:member           | true",
                "placement:traits:list: ''                    | true",
                "{\"placement:traits:list\": \"@\"}           | true",
                "{\"placement:traits:list\": [[\"role:x\"], [\"role:member\", \"user_id:jane\"]]} | true",
                "placement:traits:list: not role:member       | false",
                "placement:traits:list: rule:nowhere          | false"
            },
            quoteCharacter = '~')
    void readsRulesInYamlAndInJson(String text, boolean permits) {
        assertThat(policy(text).permits(MEMBER, "placement:traits:list", Target.of(MEMBER)))
                .isEqualTo(permits);
    }

    @Test
    void leavesEverythingAsItIsWhereAFileSaysNothing() {
        for (String text : new String[] {"", "# nothing\n", "{}", "~", "---\n"}) {
            assertThat(policy(text).permits(MEMBER, "placement:traits:list", Target.of(MEMBER)))
                    .as(text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: role:admin and            | rule \"a\": expected a check such as role:admin but got the end",
                "a: (role:admin               | expected \"and\", \"or\" or \")\" but got the end",
                "a: role:admin role:x         | expected \"and\", \"or\" or the end but got \"role:x\"",
                "a: admin                     | expected a check such as role:admin",
                "a: http://policy/%(user_id)s | no other server is asked about a rule",
                "a: domain_id:x               | neither domains nor service tokens of callers are known here",
                "a: service_roles:x           | neither domains nor service tokens of callers are known here",
                "a: user_id:%(user_id)d       | expected %(key)s",
                "a: user_id:100%              | expected %(key)s",
                "a: 07:%(user_id)s            | a whole number, True, False or None",
                "a: \"'x:%(user_id)s\"        | text in quotes",
                "a: \"'x':'y'\"               | expected quotes before the colon only",
                "a:                           | expected a rule but got nothing",
                "a: @                         | \"@\" and \"!\" have to stand in quotes",
                "a: !                         | \"!\" for nobody has to stand in quotes",
                "a: {b: c}                    | expected a text, or a list of texts",
                "a: [[[role:x]]]              | expected a text, or a list of texts",
                "[role:x]                     | expected one mapping from names to rules",
                "role:x                       | expected one mapping from names to rules",
                "a: &b role:x                 | expected neither anchor nor alias",
                "{a: role:x, a: role:y}       | each only once",
                "{a: rule:b, b: not rule:a}   | [a, b] are part of a cyclical reference",
                "{a: rule:a}                  | [a] are part of a cyclical reference",
                "{default: rule:nowhere}      | [default] are part of a cyclical reference",
            })
    void saysWhatWouldBeRight(String text, String words) {
        assertRefused(text, words);
    }

    @Test
    void saysInWhichLine() {
        assertRefused("a: role:x\nb: role:x\nc: admin\n", "line 3: rule \"c\"");
        assertRefused("a: role:x\nb: [\n", "line 3: expected YAML");
    }

    @Test
    void boundsWhatItReads() {
        assertRefused("a: " + "(".repeat(40) + "role:x" + ")".repeat(40), "at most 32 levels");
        assertRefused("a: " + "not ".repeat(40) + "role:x", "at most 32 levels");
        assertRefused("a: role:" + "x".repeat(9_000), "at most 8192 characters");
        assertRefused("#" + "x".repeat(300_000), "at most 262144 bytes");
        assertRefused("[".repeat(100_000), "expected one mapping");
        assertRefused("a: " + "[".repeat(100_000), "expected a text, or a list of texts");
        assertRefused(lines(1_001, i -> "r" + i + ": role:x"), "at most 1000 rules");
        assertRefused("a: role:x\n\u0000", "expected YAML");
    }

    @Test
    void boundsWhatOneQuestionMayCost() {
        assertRefused(
                lines(20, i -> "r" + i + ": " + (i == 19 ? "role:x" : "rule:r" + (i + 1) + " or rule:r" + (i + 1))),
                "10000 checks");
        assertRefused(lines(900, i -> "r" + i + ": " + (i == 899 ? "role:x" : "rule:r" + (i + 1))), "200 levels");
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    @Test
    void warnsOfWhatIsNeverTrue() {
        Policy policy = policy("a: rule:nowhere\nb: is_admin:True\nplacement:traits:lst: role:x");

        assertThat(policy.warnings())
                .containsExactly(
                        "Policies [a] reference a rule that is not defined; it is never true.",
                        "No caller has attributes with the names [is_admin]; checks of them are never true.",
                        "There is no action placement:traits:lst, so its rule is used only where another names it.");
        assertThat(Policy.of(PolicySettings.PLACEMENT, Map.of()).warnings()).isEmpty();
    }
}

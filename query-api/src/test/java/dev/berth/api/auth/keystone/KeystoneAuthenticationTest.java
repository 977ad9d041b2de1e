package dev.berth.api.auth.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.auth.TokenDigest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of tokens, beside a Keystone that has every fault that a test wants. */
class KeystoneAuthenticationTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration CACHE_TIME = Duration.ofSeconds(300);
    private static final Duration OUTAGE_TIME = Duration.ofSeconds(600);
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    @TempDir
    private Path dir;

    private final TestingClock clock = new TestingClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestingKeystone keystone;
    private KeystoneAuthentication authentication;

    @BeforeEach
    void start() throws IOException {
        keystone = TestingKeystone.start(clock);
        authentication = authentication("");
    }

    private KeystoneAuthentication authentication(String more) throws IOException {
        return authentication(1, more);
    }

    private KeystoneAuthentication authentication(int timeoutS, String more) throws IOException {
        Path file = dir.resolve("keystone.conf");
        Files.writeString(
                file,
                "[keystone_authtoken]\nauth_url = " + keystone.url() + "\nwww_authenticate_uri = http://keystone:5000\n"
                        + "username = berth\npassword = correct horse\n"
                        + "project_name = service\nhttp_connect_timeout = " + timeoutS + "\n"
                        + more);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new KeystoneAuthentication(VERTX, KeystoneConfigFile.read(file), clock, meters);
    }

    @AfterEach
    void stop() {
        authentication.close();
        keystone.close();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Identity identify(String token) {
        return join(authentication.identify(presented("x-auth-token", token)));
    }

    private Identity identify(String token, String serviceToken) {
        return join(authentication.identify(presented("x-auth-token", token, "x-service-token", serviceToken)));
    }

    private static Identity join(Future<Identity> identity) {
        return identity.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Credentials presented(String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int at = 0; at < headers.length; at += 2) {
            all.add(headers[at], headers[at + 1]);
        }
        return new Credentials(all, Optional.empty());
    }

    private static Caller caller(Identity identity) {
        assertThat(identity).isInstanceOf(Identity.Known.class);
        return ((Identity.Known) identity).caller();
    }

    private static void assertUnknown(Identity identity) {
        assertThat(identity).isEqualTo(new Identity.Unknown(Optional.of("Keystone uri=\"http://keystone:5000\"")));
    }

    private static void assertUndecided(Identity identity) {
        assertThat(identity).isInstanceOf(Identity.Undecided.class);
    }

    @Test
    void knowsWhomKeystoneKnows() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "Member", "ADMIN");

        Caller caller = caller(identify("t1"));

        assertThat(caller).isEqualTo(Caller.of("user-of-t1", "p1", Stream.of("member", "admin")));
        assertThat(caller(identify(" t1 "))).as("blanks round a header's value").isEqualTo(caller);
    }

    @Test
    void takesTheScopeThatATokenIsFor() {
        keystone.give("system", HOUR, "\"system\":{\"all\":true},", "reader");
        keystone.give("domain", HOUR, "\"domain\":{\"id\":\"default\"},", "admin");
        keystone.give("none", HOUR, "");

        assertThat(caller(identify("system")).systemScope()).contains("all");
        assertThat(caller(identify("system")).project()).isEmpty();
        assertThat(caller(identify("domain")).project()).isEmpty();
        assertThat(caller(identify("domain")).systemScope()).isEmpty();
        assertThat(caller(identify("none")).roles()).isEmpty();
    }

    @Test
    void believesNothingThatCallersSayOfThemselves() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "reader");

        Identity identity = join(authentication.identify(presented(
                "x-auth-token",
                "t1",
                "x-roles",
                "admin",
                "x-user-id",
                "root",
                "x-project-id",
                "p2",
                "openstack-system-scope",
                "all",
                "x-identity-status",
                "Confirmed")));

        assertThat(caller(identity)).isEqualTo(Caller.of("user-of-t1", "p1", Stream.of("reader")));
        assertUnknown(join(authentication.identify(
                presented("x-roles", "admin", "x-user-id", "root", "x-identity-status", "Confirmed"))));
        assertUnknown(identify("admin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "caf\u00e9", "line\u0001"})
    void doesNotAskAboutWhatIsNoToken(String text) {
        assertUnknown(identify(text));
        assertUnknown(identify("t".repeat(9_000)));
        assertThat(keystone.logins()).isZero();
    }

    @Test
    void asksAgainOnlyAfterTheCacheTime() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        identify("t1");
        clock.pass(CACHE_TIME.minusSeconds(1));
        identify("t1");
        assertThat(keystone.asked("t1")).isOne();

        clock.pass(A_MOMENT);
        caller(identify("t1"));

        assertThat(keystone.asked("t1")).isEqualTo(2);
    }

    @Test
    void noticesARevocationOnceTheCacheTimeIsOver() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        caller(identify("t1"));
        keystone.revoke("t1");
        clock.pass(CACHE_TIME);

        assertUnknown(identify("t1"));
        assertUnknown(identify("t1"));
        assertThat(keystone.asked("t1")).isEqualTo(2);
    }

    @Test
    void refusesATokenFromItsEndOnThoughItIsCached() {
        keystone.give("t1", Duration.ofSeconds(100), TestingKeystone.project("p1"), "admin");
        caller(identify("t1"));
        clock.pass(Duration.ofSeconds(99));
        caller(identify("t1"));

        clock.pass(Duration.ofSeconds(1));

        assertUnknown(identify("t1"));
        assertThat(keystone.asked("t1")).isOne();
    }

    @Test
    void remembersForAMinuteThatATokenIsNotKnown() {
        assertUnknown(identify("t1"));
        assertUnknown(identify("t1"));
        assertThat(keystone.asked("t1")).isOne();

        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        clock.pass(Duration.ofSeconds(60));

        caller(identify("t1"));
    }

    @Test
    void remembersNothingWithACacheTimeOfZero() throws IOException {
        authentication.close();
        authentication = authentication("token_cache_time = 0\n");
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        caller(identify("t1"));
        keystone.revoke("t1");
        assertUnknown(identify("t1"));
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");

        caller(identify("t1"));
    }

    @Test
    void takesAnExpiredTokenBesideThatOfAService() {
        keystone.give("old", Duration.ofSeconds(-5), TestingKeystone.project("p1"), "member");
        keystone.give("nova", HOUR, TestingKeystone.project("service"), "Service");

        assertUnknown(identify("old"));
        assertThat(caller(identify("old", "nova")).user()).isEqualTo("user-of-old");
        assertThat(caller(identify("old", "nova")).user()).isEqualTo("user-of-old");
        assertThat(keystone.asked("old"))
                .as("once without and once with the service")
                .isEqualTo(2);
        assertUnknown(identify("old"));
    }

    @Test
    void takesNoExpiredTokenBesideOneWithoutTheRole() {
        keystone.give("old", Duration.ofSeconds(-5), TestingKeystone.project("p1"), "member");
        keystone.give("young", HOUR, TestingKeystone.project("p1"), "member");
        keystone.give("someone", HOUR, TestingKeystone.project("p1"), "admin");
        keystone.give("nova", HOUR, TestingKeystone.project("service"), "service");

        assertUnknown(identify("old", "someone"));
        caller(identify("old", "nova"));
        assertUnknown(identify("old", "someone"));
        caller(identify("young", "someone"));
        assertUnknown(identify("young", "nobody"));
    }

    @Test
    void canRefuseEveryServiceTokenWithoutTheRole() throws IOException {
        authentication.close();
        authentication = authentication("service_token_roles_required = true\nservice_token_roles = agent,Compute\n");
        keystone.give("young", HOUR, TestingKeystone.project("p1"), "member");
        keystone.give("someone", HOUR, TestingKeystone.project("p1"), "service");
        keystone.give("nova", HOUR, TestingKeystone.project("service"), "compute");

        assertUnknown(identify("young", "someone"));
        caller(identify("young", "nova"));
    }

    @Test
    void makesOneCallForManyRequestsWithOneToken() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        keystone.hold();

        List<Future<Identity>> identities = IntStream.range(0, 500)
                .mapToObj(request -> authentication.identify(presented("x-auth-token", "t1")))
                .toList();
        await().until(() -> keystone.asked("t1") > 0);
        keystone.release();

        assertThat(identities).allSatisfy(identity -> caller(join(identity)));
        assertThat(keystone.asked("t1")).isOne();
        assertThat(keystone.logins()).isOne();
    }

    @Test
    void asksNoMoreAtOnceThanKeystoneCanBeAskedAndForgetsNobody() {
        List<Future<Identity>> identities = new ArrayList<>();
        keystone.give("first", HOUR, TestingKeystone.project("p1"), "admin");
        caller(identify("first"));
        keystone.hold();
        for (int token = 0; token < 3 * KeystoneApi.CALLS_MAX; token++) {
            keystone.give("t" + token, HOUR, TestingKeystone.project("p1"), "admin");
            identities.add(authentication.identify(presented("x-auth-token", "t" + token)));
        }
        await().until(() -> keystone.atOnce() == KeystoneApi.CALLS_MAX);
        keystone.release();

        assertThat(identities).allSatisfy(identity -> caller(join(identity)));
        assertThat(keystone.atOnceMost()).isEqualTo(KeystoneApi.CALLS_MAX);
    }

    @Test
    void takesAFloodOfTokensForNoOutageOfKeystone() throws IOException {
        authentication.close();
        authentication = authentication(20, "");
        keystone.give("old", Duration.ofHours(5), TestingKeystone.project("p1"), "admin");
        caller(identify("old"));
        clock.pass(CACHE_TIME.plusSeconds(10));
        keystone.hold();
        List<Future<Identity>> flood = new ArrayList<>();
        for (int token = 0; token < 2 * KeystoneApi.WAITING_MAX; token++) {
            flood.add(authentication.identify(presented("x-auth-token", "made-up-" + token)));
        }
        await().until(() -> flood.stream().filter(Future::isComplete).count() > KeystoneApi.WAITING_MAX / 2);

        Future<Identity> old = authentication.identify(presented("x-auth-token", "old"));
        keystone.release();

        caller(join(old));
        assertThat(meters.get("berth.keystone.outage.believed").counter().count())
                .as("what was asked too much believes nothing old")
                .isZero();
        assertThat(flood.stream().map(KeystoneAuthenticationTest::join))
                .hasOnlyElementsOfTypes(Identity.Unknown.class, Identity.Undecided.class)
                .hasAtLeastOneElementOfType(Identity.Unknown.class)
                .hasAtLeastOneElementOfType(Identity.Undecided.class);
        caller(identify("old"));
    }

    @Test
    void takesALongQueueForNoOutageOfKeystone() throws IOException {
        authentication.close();
        authentication = authentication(2, "");
        keystone.give("new", HOUR, TestingKeystone.project("p1"), "admin");
        keystone.thinkFor(Duration.ofMillis(200));
        List<Future<Identity>> flood = new ArrayList<>();
        for (int token = 0; token < KeystoneApi.WAITING_MAX; token++) {
            flood.add(authentication.identify(presented("x-auth-token", "made-up-" + token)));
        }

        assertThat(flood.stream().map(KeystoneAuthenticationTest::join).filter(Identity.Undecided.class::isInstance))
                .isNotEmpty()
                .allSatisfy(undecided -> assertThat(undecided.toString()).contains("too many tokens"));
        caller(identify("new"));
    }

    @Test
    void cannotSayWhileKeystoneIsSlowAndKnowsAgainAfterwards() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        keystone.hold();
        long begun = System.nanoTime();

        assertUndecided(identify("t1"));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        int asked = keystone.asked("t1");
        assertUndecided(identify("t1"));
        assertThat(keystone.asked("t1")).as("nobody waits to learn the same").isEqualTo(asked);
        keystone.release();
        clock.pass(A_MOMENT);
        caller(identify("t1"));
    }

    @Test
    void believesKnownTokensForAWhileWhenKeystoneIsDown() throws IOException {
        keystone.give("t1", Duration.ofHours(5), TestingKeystone.project("p1"), "admin");
        keystone.give("short", CACHE_TIME.plusSeconds(20), TestingKeystone.project("p1"), "admin");
        caller(identify("t1"));
        caller(identify("short"));
        keystone.stop();

        assertUndecided(identify("t2"));
        clock.pass(CACHE_TIME.plusSeconds(10));
        caller(identify("t1"));
        caller(identify("short"));
        clock.pass(Duration.ofSeconds(10));
        assertUnknown(identify("short"));
        clock.pass(OUTAGE_TIME.minusSeconds(21));
        caller(identify("t1"));
        clock.pass(A_MOMENT);
        assertUndecided(identify("t1"));
        assertThat(meters.get("berth.keystone.outage.believed").counter().count())
                .isGreaterThanOrEqualTo(3);

        keystone.startAgain();
        clock.pass(A_MOMENT);
        caller(identify("t1"));
    }

    @Test
    void asksKeystoneOneAtATimeWhileItIsDown() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        caller(identify("t1"));
        keystone.answer(new TestingKeystone.Answer(503, ""));
        assertUndecided(identify("t2"));
        clock.pass(A_MOMENT);
        keystone.hold();

        Future<Identity> tries = authentication.identify(presented("x-auth-token", "t3"));
        await().until(() -> keystone.asked("t3") > 0);
        assertUndecided(identify("t4"));
        keystone.answerAsUsual();
        keystone.release();

        assertUnknown(join(tries));
        assertThat(keystone.asked("t4")).isZero();
        assertUnknown(identify("t4"));
    }

    static Stream<TestingKeystone.Answer> nonsense() {
        String user = "\"user\":{\"id\":\"u\"}";
        String end = "\"expires_at\":\"2031-01-01T00:00:00Z\"";
        Stream<String> bodies = Stream.of(
                "",
                "no JSON",
                "[]",
                "null",
                "{}",
                "{\"token\":[]}",
                "{\"token\":{" + user + "}}",
                "{\"token\":{" + end + "}}",
                "{\"token\":{" + user + ",\"expires_at\":\"tomorrow\"}}",
                "{\"token\":{" + user + ",\"expires_at\":5}}",
                "{\"token\":{" + user + ",\"expires_at\":\"+999999999-01-01T00:00:00Z\"}}",
                "{\"token\":{\"user\":{\"id\":\"\"}," + end + "}}",
                "{\"token\":{\"user\":{\"id\":{}}," + end + "}}",
                "{\"token\":{\"user\":\"u\"," + end + "}}",
                "{\"token\":{\"user\":{\"id\":\"" + "u".repeat(300) + "\"}," + end + "}}",
                "{\"token\":{" + user + ",\"project\":{}," + end + "}}",
                "{\"token\":{" + user + ",\"roles\":[\"admin\"]," + end + "}}",
                "{\"token\":{" + user + ",\"roles\":[{\"name\":null}]," + end + "}}",
                "{\"token\":{" + user + ",\"roles\":[" + "{\"name\":\"r\"},".repeat(1_001) + "{\"name\":\"r\"}]," + end
                        + "}}",
                "{\"token\":{" + user + "," + user + "," + end + "}}",
                "{\"token\":" + "[".repeat(10_000),
                " ".repeat(KeystoneApi.ANSWER_BYTES_MAX + 1));
        return Stream.concat(
                bodies.map(body -> new TestingKeystone.Answer(200, body)),
                IntStream.of(201, 204, 302, 400, 401, 403, 405, 429, 500, 502, 503)
                        .mapToObj(status -> new TestingKeystone.Answer(status, status == 204 ? "" : "{}")));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void cannotSayWhenKeystoneAnswersNonsense(TestingKeystone.Answer answer) {
        keystone.answer(answer);
        assertUndecided(identify("t1"));

        keystone.answerAsUsual();
        keystone.answerLogins(answer.status() == 200 ? new TestingKeystone.Answer(201, answer.body()) : answer);
        keystone.revokeLogin();
        clock.pass(Duration.ofMinutes(2));
        assertUndecided(identify("t2"));

        keystone.answerAsUsual();
        clock.pass(Duration.ofMinutes(2));
        assertUnknown(identify("t1"));
    }

    @Test
    void getsATokenAnewWhenItsOwnIsRefused() {
        keystone.give("t1", HOUR, TestingKeystone.project("p1"), "admin");
        assertUnknown(identify("t0"));
        keystone.revokeLogin();
        clock.pass(A_MOMENT);

        caller(identify("t1"));

        assertThat(keystone.logins()).isEqualTo(2);
    }

    @Test
    void renewsItsOwnTokenBeforeItEnds() {
        keystone.loginsLive(Duration.ofMinutes(10));
        assertUnknown(identify("t0"));
        clock.pass(Duration.ofMinutes(7));
        assertUnknown(identify("t1"));
        assertThat(keystone.logins()).isOne();

        clock.pass(Duration.ofMinutes(1).plusSeconds(1));
        assertUnknown(identify("t2"));
        await().until(() -> keystone.logins() == 2);

        keystone.loginsLive(Duration.ofSeconds(5));
        keystone.revokeLogin();
        clock.pass(A_MOMENT);
        assertUnknown(identify("t3"));
        clock.pass(Duration.ofSeconds(6));
        assertUnknown(identify("t4"));
    }

    @Test
    void goesOnWithItsOwnTokenIfItCannotBeRenewedYet() {
        keystone.loginsLive(Duration.ofMinutes(10));
        assertUnknown(identify("t0"));
        keystone.answerLogins(new TestingKeystone.Answer(500, ""));
        clock.pass(Duration.ofMinutes(9));

        assertUnknown(identify("t1"));
        assertUnknown(identify("t2"));
        clock.pass(Duration.ofMinutes(1));
        assertUndecided(identify("t3"));
    }

    @Test
    void doesNotTryAWrongPasswordAtEveryRequest() {
        keystone.answerLogins(new TestingKeystone.Answer(401, "{}"));
        for (int request = 0; request < 50; request++) {
            assertUndecided(identify("t" + request));
        }
        assertThat(keystone.logins()).isOne();
        for (int minute = 0; minute < 10; minute++) {
            clock.pass(Duration.ofMinutes(1));
            assertUndecided(identify("t" + minute));
            assertUndecided(identify("t" + minute));
        }
        assertThat(keystone.logins()).isBetween(5, 11);

        keystone.answerAsUsual();
        clock.pass(Duration.ofMinutes(1));
        assertUnknown(identify("t1"));
    }

    @Test
    void hasRoomForSoManyTokensAndWrongOnesDisplaceNoRightOne() {
        TokenCache cache = new TokenCache(CACHE_TIME, OUTAGE_TIME);
        KeystoneToken said = new KeystoneToken(Caller.of("u", "p", Stream.of()), Long.MAX_VALUE);
        TokenDigest right = TokenDigest.of("right");
        cache.keep(right, new TokenCache.Known(said, 0));

        for (int wrong = 0; wrong < 3 * TokenCache.TOKENS_MAX; wrong++) {
            cache.keepUnknown(new TokenCache.Question(TokenDigest.of("wrong" + wrong), wrong % 2 == 0), 0);
        }
        assertThat(cache.size()).isLessThanOrEqualTo(TokenCache.TOKENS_MAX + 1);
        assertThat(cache.known(right)).isNotNull();

        for (int other = 0; other < 3 * TokenCache.TOKENS_MAX; other++) {
            cache.keep(TokenDigest.of("other" + other), new TokenCache.Known(said, 0));
        }
        assertThat(cache.size()).isLessThanOrEqualTo(2 * TokenCache.TOKENS_MAX);
    }
}

package dev.berth.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final Secrets NONE_KNOWN = new Secrets(List.of());

    @Test
    void leavesOutWhatIsKnownInEveryFormThatATextMayHaveOfIt() {
        Secrets secrets = new Secrets(List.of("pass\"word/1", "hunter2"));
        assertThat(secrets.without("a pass\"word/1 b {\"x\": \"pass\\\"word/1\"} ?p=pass%22word%2F1 hunter2hunter2"))
                .isEqualTo("a (left out) b {\"x\": \"(left out)\"} ?p=(left out) (left out)(left out)");
    }

    @Test
    void leavesOutALongerSecretBeforeAShorterOneInIt() {
        assertThat(new Secrets(List.of("abc", "abcdef")).without("abcdef abc")).isEqualTo("(left out) (left out)");
    }

    @Test
    void leavesOutUsersOfUrlsAndNothingElseOfThem() {
        assertThat(NONE_KNOWN.without("asked http://me:s3cret@host:8778/path?x=1 and https://h/@x, amqp://u@h"))
                .isEqualTo("asked http://(left out)@host:8778/path?x=1 and https://h/@x, amqp://(left out)@h");
        assertThat(NONE_KNOWN.without("http://a:b@c@host/")).isEqualTo("http://(left out)@host/");
        assertThat(NONE_KNOWN.without("no scheme a:b@c")).isEqualTo("no scheme a:b@c");
    }

    @Test
    void leavesOutWhatStandsBehindANameThatTellsIt() {
        assertThat(NONE_KNOWN.without("ssl.keystore.password=abc, sasl.jaas.config=X required username=\"u\""))
                .isEqualTo("ssl.keystore.password=(left out), sasl.jaas.config=(left out) required username=\"u\"");
        assertThat(NONE_KNOWN.without("password = 'a b' next")).isEqualTo("password = '(left out)' next");
        assertThat(NONE_KNOWN.without("Authorization: Bearer")).isEqualTo("Authorization: (left out)");
        assertThat(NONE_KNOWN.without("authorization: Bearer a.b=c, next")).isEqualTo("authorization: (left out)");
        assertThat(NONE_KNOWN.without("the password is wrong")).isEqualTo("the password is wrong");
        assertThat(NONE_KNOWN.without("password=")).isEqualTo("password=");
    }

    /** What parts values elsewhere may be a part of a secret. */
    @Test
    void leavesOutTheWholeOfASecretWithoutQuotes() {
        assertThat(NONE_KNOWN.without("password=ab,cd;ef&gh}ij]kl next")).isEqualTo("password=(left out) next");
        assertThat(NONE_KNOWN.without("{password=ab,cd, user=x}, [secret: e;f]"))
                .isEqualTo("{password=(left out), user=x}, [secret: (left out)]");
        assertThat(NONE_KNOWN.without("https://h/?user=u&api_key=a,b;c&x=1"))
                .isEqualTo("https://h/?user=u&api_key=(left out)&x=1");
        assertThat(NONE_KNOWN.without("{\"said\": \"password=a,b}c\", \"password\": 7, \"x\": 1}"))
                .isEqualTo("{\"said\": \"password=(left out)\", \"password\": \"(left out)\", \"x\": 1}");
        assertThat(NONE_KNOWN.without("password=(ab passwd=(left out)"))
                .isEqualTo("password=(left out) passwd=(left out)");
    }

    /** The word before it says only of what kind it is. */
    @Test
    void leavesOutWhatABearerBears() {
        assertThat(NONE_KNOWN.without("> Authorization: Bearer eyJ.a.b\n> host: x"))
                .isEqualTo("> Authorization: (left out)\n> host: x");
        assertThat(NONE_KNOWN.without("Proxy-Authorization: Basic dXNlcjpwYXNz"))
                .isEqualTo("Proxy-Authorization: (left out)");
        assertThat(NONE_KNOWN.without("password=ab\"cd next")).isEqualTo("password=(left out) next");
        assertThat(NONE_KNOWN.without("Set-Cookie: a=b; c=d")).isEqualTo("Set-Cookie: (left out)");
        assertThat(NONE_KNOWN.without("X-Auth-Token: gAAAAAB x-subject-token=t ?api_key=k&x=1"))
                .isEqualTo("X-Auth-Token: (left out) x-subject-token=(left out) ?api_key=(left out)&x=1");
        assertThat(NONE_KNOWN.without("{\"message\": \"Authorization: Bearer eyJ.a.b\", \"x\": 1}"))
                .isEqualTo("{\"message\": \"Authorization: (left out)\", \"x\": 1}");
    }

    @Test
    void leavesOutWhatJsonTellsOfJson() throws IOException {
        String line = NONE_KNOWN.without("{\"message\": \"got {\\\"db_password\\\": \\\"a b\\\", \\\"n\\\": 1}\","
                + " \"also\": \"PlainLoginModule password=\\\"c d\\\";\", \"then\": \"passwd=hunter2\", \"x\": 1}");
        assertThat(line).doesNotContain("a b", "c d", "hunter2");
        assertThat(new ObjectMapper().readTree(line).path("x").asInt()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(line).path("message").asText())
                .isEqualTo("got {\"db_password\": \"(left out)\", \"n\": 1}");
    }

    @Test
    void leavesATextOfJsonOne() throws IOException {
        String text = NONE_KNOWN.without("{\"db_password\": \"a\\\"b\", \"passwords\": 3, \"secret\": null,"
                + " \"secrets\": [1], \"url\": \"http://u:p@h/\"}");
        assertThat(new ObjectMapper().readTree(text).path("db_password").asText())
                .isEqualTo("(left out)");
        String said =
                NONE_KNOWN.without("{\"said\": \"sent password=a\\\"b\", \"header\": \"authorization: Bearer a.b\"}");
        assertThat(new ObjectMapper().readTree(said).path("said").asText()).isEqualTo("sent password=(left out)");
        assertThat(new ObjectMapper().readTree(said).path("header").asText()).isEqualTo("authorization: (left out)");
        assertThat(text).contains("\"secret\": null", "\"secrets\": [1]", "http://(left out)@h/");
    }

    @Test
    void takesTimeInProportionToTheText() {
        String text = "password password= \"".repeat(50_000) + "://".repeat(50_000) + "password={".repeat(100_000);
        long beganNs = System.nanoTime();
        NONE_KNOWN.without(text);
        assertThat((System.nanoTime() - beganNs) / 1_000_000).isLessThan(5_000);
    }

    @Test
    void knowsNamesOfSecretsFromThoseOfFiles() {
        assertThat(List.of("--token", "BERTH_TOKEN", "sasl.jaas.config", "ssl.key.password", "OS_PASSWORD"))
                .allMatch(Secrets::isSecretName);
        assertThat(List.of("--token-file", "--client-config", "ssl.keystore.location", "--listen"))
                .noneMatch(Secrets::isSecretName);
    }

    @Test
    void showsOfClientsSettingsOnlyThoseThatAreKnownToBeHarmless() {
        assertThat(List.of(
                        "security.protocol",
                        "sasl.mechanism",
                        "ssl.truststore.location",
                        "session.timeout.ms",
                        "basic.auth.credentials.source"))
                .allMatch(Secrets::isPlainSetting);
        assertThat(List.of(
                        "sasl.jaas.config",
                        "ssl.keystore.key",
                        "ssl.truststore.certificates",
                        "basic.auth.user.info",
                        "bearer.auth.token",
                        "anything.else"))
                .noneMatch(Secrets::isPlainSetting);
    }
}

package dev.berth.api.auth.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a Keystone behind the API. */
class KeystoneAtTheDoorTest {
    @TempDir
    private Path dir;

    @Test
    void answersByWhatKeystoneSays() throws Exception {
        TestingClock clock = new TestingClock();
        try (TestingKeystone keystone = TestingKeystone.start(clock);
                HttpApi api = api(keystone, clock)) {
            keystone.give("t1", Duration.ofHours(1), TestingKeystone.project("p1"), "Admin");
            keystone.give("t2", Duration.ofHours(1), TestingKeystone.project("p1"), "reader");

            HttpResponse<String> known = get(api, "/who", "t1");
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.body()).isEqualTo("user-of-t1 p1 [admin]");
            assertThat(get(api, "/who", "t2").statusCode())
                    .as("x-roles is not believed")
                    .isEqualTo(403);
            HttpResponse<String> unknown = get(api, "/who", "t3");
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().firstValue("www-authenticate"))
                    .contains("Keystone uri=\"" + keystone.url() + "/v3\"");
            assertThat(get(api, "/open", "t3").statusCode()).isEqualTo(200);

            keystone.stop();
            HttpResponse<String> undecided = get(api, "/who", "t4");
            assertThat(undecided.statusCode()).isEqualTo(503);
            assertThat(undecided.headers().firstValue("retry-after")).isPresent();
            assertThat(undecided.body()).contains("Keystone does not answer").doesNotContain("t4", "127.0.0.1");
            assertThat(get(api, "/who", "t1").statusCode()).isEqualTo(200);
        }
    }

    private HttpApi api(TestingKeystone keystone, TestingClock clock) throws IOException {
        Path file = Files.writeString(
                dir.resolve("keystone.conf"),
                "[keystone_authtoken]\nauth_url = " + keystone.url()
                        + "\nusername = berth\npassword = correct horse\nproject_name = service\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        KeystoneConfig config = KeystoneConfigFile.read(file);
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        vertx -> new KeystoneAuthentication(vertx, config, clock, new SimpleMeterRegistry()),
                        List.of(
                                route("/who")
                                        .policy("placement:traits:list")
                                        .answeredBy(call -> Answer.text(
                                                200,
                                                Answer.TEXT,
                                                call.caller().user() + " "
                                                        + call.caller().project() + " "
                                                        + call.caller().roles())),
                                route("/open").answeredBy(call -> Answer.text(200, Answer.TEXT, "open"))),
                        new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                        vertx -> Forwarding.NONE,
                        new SimpleMeterRegistry())
                .start();
    }

    private static Route.Builder route(String path) {
        return Route.get(path)
                .content(Route.Content.ANY)
                .summary("Made for a test.")
                .replies(200);
    }

    private static HttpResponse<String> get(HttpApi api, String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("x-auth-token", token)
                .header("x-roles", "admin")
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString());
    }
}

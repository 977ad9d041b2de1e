package dev.berth.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.policy.Policy;
import dev.berth.api.server.ImportRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Sent;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Origin;
import dev.berth.projector.CommandLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the log is told of who sends a request, whatever the headers say; over a socket, so that they may say anything.
 */
class CallOriginTest {
    private static final Pattern REQUEST_ID = Pattern.compile("(?i)x-openstack-request-id: (\\S+)");
    private static final String GLOBAL_ID = "req-0a1b2c3d-0000-4000-8000-00000000000f";

    private final BlockingQueue<Sent> submitted = new LinkedBlockingQueue<>();
    private final CommandCodec codec = codec();
    private final HttpApi api = started();
    private int traits;

    private static CommandCodec codec() {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        return new CommandCodec(registry);
    }

    private HttpApi started() {
        DirectCommandLog memory = new DirectCommandLog(System::currentTimeMillis);
        CommandLog log = (region, sent) -> {
            submitted.add(sent);
            return memory.submit(region, sent);
        };
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0).withPolicy(() -> Policy.OPEN),
                        ImportRoutes.addTo(PlacementRoutes.all(new Backend(log, memory)), new Backend(log, memory)),
                        new ViewBarrier(memory, Duration.ofSeconds(1)),
                        new SimpleMeterRegistry())
                .start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void tellsTheCallersIdsAndRolesAndTheRequestIdThatTheAnswerTells() throws Exception {
        String answer =
                write("x-auth-token: nova:service", "x-roles: service, admin", "X-Openstack-Request-Id: " + GLOBAL_ID);

        Origin origin = origin();
        assertThat(origin.kind()).hasValue(Origin.HTTP);
        assertThat(origin.requestId()).hasValue(requestId(answer));
        assertThat(origin.globalRequestId()).hasValue(GLOBAL_ID).isNotEqualTo(origin.requestId());
        assertThat(origin.userId()).hasValue("nova");
        assertThat(origin.projectId()).hasValue("service");
        assertThat(origin.roles()).containsExactly("admin", "service");
        assertThat(origin.agentHost()).isEmpty();
        assertThat(origin.agentVersion()).isEmpty();
    }

    @Test
    void tellsTheProjectOfTheHeaderRatherThanTheTokens() throws Exception {
        write("x-auth-token: nova:service", "x-project-id: other");

        assertThat(origin().projectId()).hasValue("other");
    }

    @Test
    void takesForAGlobalRequestIdOnlyWhatHasTheFormOfOne() throws Exception {
        for (String said : List.of(
                "req-1",
                "",
                GLOBAL_ID.substring(4),
                GLOBAL_ID + "0",
                GLOBAL_ID.replace('f', 'g'),
                GLOBAL_ID + "\r\nx-openstack-request-id: " + GLOBAL_ID)) {
            String answer = write("x-auth-token: admin", "x-openstack-request-id: " + said);

            Origin origin = origin();
            assertThat(origin.globalRequestId()).as(said).isEmpty();
            assertThat(origin.requestId()).hasValue(requestId(answer));
        }
        String inCapitals = "req-" + GLOBAL_ID.substring(4).toUpperCase(Locale.ROOT);
        write("x-auth-token: admin", "x-openstack-request-id: " + inCapitals);
        assertThat(origin().globalRequestId()).hasValue(inCapitals);
    }

    /**
     * Where tokens are not checked the token names the user, but one of Keystone's must never come to stand in the log.
     */
    @Test
    void neverTellsATokenThatOpensADoor() throws Exception {
        String fernet = "gAAAAAB" + Strings.repeat("x_-Y", 45) + "==";
        write("x-auth-token: " + fernet);

        Origin origin = origin();
        assertThat(origin.userId()).isEmpty();
        assertThat(origin.projectId()).isEmpty();
        assertThat(origin.toString()).doesNotContain("gAAAAAB");
    }

    @Test
    void leavesOutWhatIsTooLongAndGoesOn() throws Exception {
        String roles = IntStream.range(0, 3_000).mapToObj(n -> "role" + n).collect(Collectors.joining(","));
        String answer = write(
                "x-auth-token: " + Strings.repeat("u", 10_000) + ":" + Strings.repeat("p", 10_000),
                "x-roles: " + Strings.repeat("r", 256) + ",,  ," + roles,
                "x-openstack-request-id: req-" + Strings.repeat("a", 10_000));

        Origin origin = origin();
        assertThat(origin.requestId()).hasValue(requestId(answer));
        assertThat(origin.userId()).isEmpty();
        assertThat(origin.projectId()).isEmpty();
        assertThat(origin.globalRequestId()).isEmpty();
        assertThat(origin.roles()).hasSize(Limits.ORIGIN_ROLES_MAX).contains("role0", "role63");
    }

    @Test
    void leavesOutWhatHasControlCharactersAndGoesOn() throws Exception {
        write(
                "x-auth-token: us\ter:pro\u0085ject",
                "x-roles: ad\tmin,\u009b31m,reader",
                "x-openstack-request-id: req-\t");

        Origin origin = origin();
        assertThat(origin.userId()).isEmpty();
        assertThat(origin.projectId()).isEmpty();
        assertThat(origin.globalRequestId()).isEmpty();
        assertThat(origin.roles()).containsExactly("reader");
    }

    /** A header of a mebibyte is more than the server reads of one: it ends there, and goes on for others. */
    @Test
    void appendsNothingForHeadersThatAreMoreThanTheServerReads() throws Exception {
        try {
            assertThat(answerTo("x-auth-token: " + Strings.repeat("u", 1 << 20)))
                    .contains(" 431 ");
        } catch (SocketException closed) {
            assertThat(submitted).isEmpty();
        }

        assertThat(submitted).isEmpty();
        write("x-auth-token: admin");
        assertThat(origin().userId()).hasValue("admin");
    }

    /** Some of them HTTP forbids, which is the server's to judge; what it lets through does no harm. */
    @Test
    void appendsNoControlCharacterWhateverTheServerLetsThrough() throws Exception {
        for (char control : new char[] {0, 1, 0x0b, 0x1b, 0x7f, 0x80, 0x9f}) {
            answerTo("x-auth-token: admin" + control, "x-roles: admin" + control);
        }
        write("x-auth-token: admin");

        for (int left = submitted.size(); left > 0; left--) {
            Origin origin = origin();
            assertThat(origin.userId().orElse("admin")).isEqualTo("admin");
            assertThat(origin.roles()).allMatch("admin"::equals);
        }
    }

    @Test
    void tellsThatAnImportIsOne() throws Exception {
        String body = "{\"traits\": [\"CUSTOM_FAST\"]}";
        String answer = sent("POST /import HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-auth-token: admin\r\n"
                + "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer).startsWith("HTTP/1.1 204 ");
        Origin origin = origin();
        assertThat(origin.kind()).hasValue(Origin.IMPORT);
        assertThat(origin.userId()).hasValue("admin");
    }

    private Origin origin() throws InterruptedException {
        Sent sent = submitted.poll(10, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        // Whatever was said, the command can be written, and is none the worse for it.
        assertThat(codec.decodeSent(codec.encode(sent))).isEqualTo(new Decoding.Decoded<>(sent));
        return sent.origin().orElseThrow();
    }

    private static String requestId(String answer) {
        Matcher matcher = REQUEST_ID.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group(1);
    }

    /** Has a trait made and expects that it is. */
    private String write(String... headers) throws IOException {
        String answer = answerTo(headers);
        assertThat(answer).startsWith("HTTP/1.1 201 ");
        return answer;
    }

    private String answerTo(String... headers) throws IOException {
        return sent("PUT /traits/CUSTOM_T" + traits++ + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                + "openstack-api-version: placement 1.30\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private String sent(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

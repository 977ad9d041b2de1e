package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may bring to an API that believes its callers; over sockets, as no client names another host. */
class AudienceTest {
    private static final String PERMITTED = "https://dashboard.example.com";

    private static BrokerlessServer server;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0)
                .withAudience(Audience.THIS_MACHINE)
                .withCors(Cors.of(List.of("*", PERMITTED), List.of("x-auth-token"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String statusOf(BrokerlessServer asked, String target, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", asked.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + target + " HTTP/1.1\r\nx-auth-token: admin\r\nconnection: close\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).substring(9, 12);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:8778",
                "127.0.0.1@evil.example",
                "[::2]",
                "0.0.0.0",
                ""
            })
    void refusesNamesThatWereMadeToLeadHere(String name) throws IOException {
        assertThat(statusOf(server, "/resource_providers", "host: " + name)).isIn("403", "400");
        assertThat(statusOf(server, "/metrics", "host: " + name)).isIn("403", "400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8778", "LocalHost:1", "[::1]:8778"})
    void answersToTheNamesOfThisMachine(String name) throws IOException {
        assertThat(statusOf(server, "/resource_providers", "host: " + name)).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost:3000", "http://127.0.0.1", "*", ""})
    void refusesPagesOfOthersThoughAnyOriginIsPermitted(String origin) throws IOException {
        assertThat(statusOf(server, "/resource_providers", "host: 127.0.0.1:8778", "origin: " + origin))
                .isEqualTo("403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8778", PERMITTED})
    void answersItsOwnPagesAndThoseThatArePermittedByName(String origin) throws IOException {
        assertThat(statusOf(server, "/resource_providers", "host: 127.0.0.1:8778", "origin: " + origin))
                .isEqualTo("200");
    }

    @Test
    void leavesNamesToWhoeverFindsOutWhoCalls() throws IOException {
        try (BrokerlessServer open = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            assertThat(statusOf(open, "/resource_providers", "host: berth.example", "origin: http://evil.example"))
                    .isEqualTo("200");
        }
    }
}

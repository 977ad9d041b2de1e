package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Half of a surrogate pair is no character, however it comes in. */
class HalfCharacterTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String PROVIDER = "7f3e3a55-0000-4000-8000-000000000001";
    private static BrokerlessServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        String provider = "{\"name\": \"there\", \"uuid\": \"" + PROVIDER + "\"}";
        assertThat(send("POST", "/resource_providers", provider.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /resource_providers | {\"name\": \"half \\ud83d\"} | got half of a surrogate pair in ['name']",
                "POST | /resource_providers | {\"name\": \"\\ude00\\ud83d turned\"} | got half of a surrogate "
                        + "pair in ['name']",
                "POST | /resource_providers | {\"name\": \"x\", \"\\ud83d\": 1} | Broken surrogate pair in field name",
                "POST | /resource_providers | {\"name\": \"x\", \"\\ud83d\": 1} | line 1 column 22",
                "POST | /resource_providers | {\"name\": \"x\", \"\\ude00\": 1} | Unexpected low surrogate in "
                        + "field name: 0xde00: line 1 column 22",
                "PUT | /resource_providers/" + PROVIDER + "/aggregates | {\"aggregates\": [\"\\ud83d\"]}"
                        + " | got half of a surrogate pair in ['aggregates'][0]",
                "POST | /pci/flavors | {\"name\": \"f\", \"alternatives\": [{\"x\": \"\\ud83d\"}]}"
                        + " | got half of a surrogate pair in ['alternatives'][0]['x']",
            })
    void refusesHalfOfACharacterInABodyAndSaysWhere(String method, String path, String body, String words)
            throws Exception {
        HttpResponse<String> refused = send(method, path, body.getBytes(StandardCharsets.UTF_8));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains(words);
    }

    /** As octets, which are no UTF-8 either. */
    @Test
    void refusesTheOctetsOfHalfACharacterInABody() throws Exception {
        byte[] body = "{\"name\": \"???\"}".getBytes(StandardCharsets.UTF_8);
        int at = new String(body, StandardCharsets.UTF_8).indexOf('?');
        body[at] = (byte) 0xed;
        body[at + 1] = (byte) 0xa0;
        body[at + 2] = (byte) 0xbd;
        assertThat(send("POST", "/resource_providers", body).statusCode()).isEqualTo(400);
    }

    @Test
    void takesAWholeCharacterFromItsTwoHalves() throws Exception {
        byte[] body = "{\"name\": \"whole \\ud83d\\ude00\"}".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> made = send("POST", "/resource_providers", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"name=%ED%A0%BD", "%ED%A0%BD=1", "required=%ED%B8%80"})
    void refusesHalfOfACharacterInAQuery(String query) throws Exception {
        HttpResponse<String> refused = send("GET", "/resource_providers?" + query, new byte[0]);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("expected UTF-8, percent-encoded, but got");
    }

    private static HttpResponse<String> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, BodyPublishers.ofByteArray(body))
                        .header("x-auth-token", "admin")
                        .header("content-type", "application/json")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                BodyHandlers.ofString());
    }
}

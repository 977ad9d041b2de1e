package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import dev.berth.auditor.LivePages.Bounds;
import dev.berth.events.model.ConsumerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which lists of what exists are taken, and that nothing follows from one in which anything is wrong. */
final class LiveListsTest {
    private static final String ONE = "00000000-0000-4000-8000-000000000001";
    private static final String TWO = "00000000-0000-4000-8000-000000000002";
    private static final Instant THEN = Instant.parse("2026-11-28T03:00:00Z");

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    static Stream<String> takesIdsInEachForm() {
        return Stream.of(
                ONE + "\n" + TWO + "\n",
                "# servers\r\n\r\n  " + ONE.toUpperCase(Locale.ROOT) + "  # the first, \u00fc\r\n" + TWO,
                "\ufeff" + ONE + "\n" + ONE + "\n" + TWO,
                "[\"" + ONE + "\", \"" + TWO + "\"]",
                "\n\n [{\"ID\": \"" + ONE + "\", \"Name\": \"a\"}, {\"ID\": \"" + TWO
                        + "\", \"Networks\": {\"n\": [1]}}]",
                "{\"servers\": [{\"name\": \"a\", \"links\": [{\"rel\": \"self\"}], \"id\": \"" + ONE
                        + "\"}], \"more\": {\"migrations\": []}, \"migrations\": [{\"id\": 7, \"uuid\": \"" + TWO
                        + "\", \"instance_uuid\": \"" + ONE + "\"}]}");
    }

    @ParameterizedTest
    @MethodSource
    void takesIdsInEachForm(String text) {
        LiveList live = read(text);
        assertThat(live.count()).isEqualTo(2);
        assertThat(live.has(ConsumerId.of(ONE))).isTrue();
        assertThat(live.has(ConsumerId.of(TWO))).isTrue();
        assertThat(live.has(ConsumerId.of("00000000-0000-4000-8000-000000000003")))
                .isFalse();
    }

    static Stream<Arguments> refusesAListInWhichAnythingIsWrong() {
        String page =
                "{\"servers\": [{\"id\": \"" + ONE + "\"}], \"servers_links\": [{\"rel\": \"next\", \"href\": \"x\"}]}";
        return Stream.of(
                Arguments.of(
                        ONE + "\nvm1\n", "line 2: expected the UUID of a server or of a migration but got \"vm1\""),
                Arguments.of(ONE + "\n" + ONE + " " + TWO, "line 2: expected the UUID"),
                Arguments.of("1-1-1-1-1", "line 1: expected the UUID"),
                Arguments.of("ID\n" + ONE, "line 1: expected the UUID"),
                Arguments.of(ONE + "\n\u0000\u0001\u00ff\ufffd", "line 2: expected the UUID"),
                Arguments.of(ONE + "\n" + "x".repeat(1_001), "line 2: expected at most 1000 bytes"),
                Arguments.of("[\"" + ONE + "\",\n\"vm1\"]", "line 2: expected the UUID"),
                Arguments.of("[\"" + ONE + "\",\n7]", "line 2: expected an id in the list"),
                Arguments.of("[\"" + ONE + "\",\n", "line 2: expected JSON but"),
                Arguments.of("[\"" + ONE + "\"]\n[]", "line 2: expected nothing behind the list"),
                Arguments.of("[[[[[[[[[[[[[[[[[[[[[", "expected JSON but"),
                Arguments.of("{\"flavors\": []}", "expected a list of ids, or an object with servers or migrations"),
                Arguments.of("{\"servers\": 7}", "line 1: expected a list of servers"),
                Arguments.of("{\"servers\": [{\"name\": \"a\"}]}", "expected a server with an id in the list"),
                Arguments.of("{\"migrations\": [{\"id\": 7}]}", "a migration with a uuid, as nova has it since"),
                Arguments.of(page, "it is one page of several"),
                Arguments.of("", "there is no id in it"),
                Arguments.of("\n# nothing\n", "there is no id in it"),
                Arguments.of("[]", "there is no id in it"),
                Arguments.of("{\"servers\": []}", "there is no id in it"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAListInWhichAnythingIsWrong(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LiveListException.class)
                .hasMessageStartingWith("ids: ")
                .hasMessageContaining(reason);
    }

    @Test
    void saysInWhichLineOfRandomBytesItGaveUp() {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        bytes[0] = 'x';
        assertThatThrownBy(() -> new LiveLists(false).addStream("ids", new ByteArrayInputStream(bytes), THEN))
                .isInstanceOf(LiveListException.class)
                .hasMessageMatching("(?s)ids: line \\d+: expected .*")
                .hasMessageMatching("\\p{ASCII}*");
    }

    /** A line without end, as of a device file; and more lines than anybody has. */
    @Test
    void givesUpAFileThatHasNoEnd() {
        assertThatThrownBy(() -> new LiveLists(false).addStream("ids", endless("x"), THEN))
                .hasMessage("ids: line 1: expected at most 1000 bytes");
        assertThatThrownBy(() -> new LiveLists(false).addStream("ids", endless("\n"), THEN))
                .hasMessage("ids: expected at most 10000000 lines");
    }

    private static InputStream endless(String text) {
        return new InputStream() {
            @Override
            public int read() {
                return text.charAt(0);
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) text.charAt(0));
                return length;
            }
        };
    }

    @Test
    void takesAnEmptyListIfThatIsMeantAndNoMigrationsBesideServers() {
        LiveLists meant = new LiveLists(true);
        meant.addStream("ids", bytes(""), THEN);
        assertThat(meant.together().count()).isZero();

        LiveLists both = new LiveLists(false);
        both.addStream("migrations", bytes("{\"migrations\": []}"), THEN);
        assertThatThrownBy(both::together).hasMessageContaining("there is no id in any list");
        both.addStream("servers", bytes(ONE), THEN);
        assertThat(both.together().count()).isEqualTo(1);
    }

    @Test
    void isAsOldAsTheOldestOfItsLists(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("servers.txt"), ONE);
        Files.setLastModifiedTime(file, FileTime.from(THEN.minusSeconds(60)));
        LiveLists lists = new LiveLists(false);
        lists.addStream("ids", bytes(TWO), THEN);
        lists.addFile(file);
        lists.addStream("ids", bytes(TWO), THEN.plusSeconds(1));
        assertThat(lists.together().asOf()).isEqualTo(THEN.minusSeconds(60));
        assertThat(lists.together().count()).isEqualTo(2);
        assertThatThrownBy(() -> lists.addFile(dir.resolve("none")))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("none: it cannot be read");
        assertThatThrownBy(() -> lists.addFile(dir)).isInstanceOf(LiveListException.class);
    }

    @Test
    void readsAllPagesOfNovaAndSendsTheTokenNowhereElse() throws IOException {
        URI url = serve(
                200,
                query -> query.contains("marker=" + ONE)
                        ? "{\"servers\": [{\"id\": \"" + TWO + "\"}]}"
                        : "{\"servers\": [{\"id\": \"" + ONE + "\"}], \"servers_links\": [{\"rel\": \"next\", \"href\":"
                                + " \"http://elsewhere.example.org/v2.1/servers/detail?all_tenants=1&marker=" + ONE
                                + "\"}]}");
        LiveLists lists = new LiveLists(false);
        lists.addUrl(URI.create(url + "?all_tenants=1"), pages());
        assertThat(lists.together().count()).isEqualTo(2);
        assertThat(lists.together().asOf()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(asked)
                .containsExactly(
                        "all_tenants=1 secret compute 2.69", "all_tenants=1&marker=" + ONE + " secret compute 2.69");
    }

    @Test
    void refusesPagesWithoutAnEndAndAnswersThatAreNone() throws IOException {
        URI round = serve(
                200,
                query -> "{\"servers\": [{\"id\": \"" + ONE
                        + "\"}], \"servers_links\": [{\"rel\": \"next\", \"href\": \"/servers?marker=" + ONE + "\"}]}");
        assertThatThrownBy(() -> new LiveLists(false).addUrl(round, pages()))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("expected an end of its pages");
        stop();
        URI forbidden = serve(403, query -> "{\"servers\": []}");
        assertThatThrownBy(() -> new LiveLists(false).addUrl(forbidden, pages()))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("expected the answer 200 but got 403");
        stop();
        URI page = serve(200, query -> "<html>please log in</html>");
        assertThatThrownBy(() -> new LiveLists(false).addUrl(page, pages()))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("line 1: expected the UUID");
        stop();
        assertThatThrownBy(() -> new LiveLists(false).addUrl(page, pages()))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("it cannot be read");
    }

    /** A connection that ends in the middle is no end of the list. */
    @Test
    void refusesAnAnswerThatIsCut() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write((ONE + "\n").getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            server.stop(0);
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ids");
        assertThatThrownBy(() -> new LiveLists(false).addUrl(url, pages()))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("it cannot be read");
    }

    /** The headers come, and then nothing for ever. */
    @Test
    void givesUpAPageThatStalls() throws Exception {
        CountDownLatch isOver = new CountDownLatch(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write((ONE + "\n").getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            try {
                isOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(task -> new Thread(task).start());
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ids");
        Duration soon = Duration.ofMillis(300);
        Duration never = Duration.ofDays(1);
        try {
            for (LivePages pages :
                    List.of(pages(new Bounds(soon, never, 1_000)), pages(new Bounds(never, soon, 1_000)))) {
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> assertThatThrownBy(() -> new LiveLists(false).addUrl(url, pages))
                                .isInstanceOf(LiveListException.class)
                                .hasMessageContaining("but it took longer"));
            }
        } finally {
            isOver.countDown();
        }
    }

    /** Each page is short enough, but not all of them. */
    @Test
    void refusesPagesThatAreTooLongTogether() throws IOException {
        URI url = serve(
                200,
                query -> query.isEmpty()
                        ? "{\"servers\": [{\"id\": \"" + ONE
                                + "\"}], \"servers_links\": [{\"rel\": \"next\", \"href\": \"/servers?marker=1\"}]}"
                        : "[\"" + TWO + "\"" + " ".repeat(100) + "]");
        LivePages pages = pages(new Bounds(Duration.ofMinutes(1), Duration.ofMinutes(1), 200));
        assertThatThrownBy(() -> new LiveLists(false).addUrl(url, pages))
                .isInstanceOf(LiveListException.class)
                .hasMessageContaining("more bytes than");
        assertThat(asked).hasSize(2);
    }

    private static LivePages pages(Bounds bounds) {
        return new LivePages(HttpClient.newHttpClient(), Optional.empty(), bounds);
    }

    private URI serve(int status, UnaryOperator<String> body) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/servers", exchange -> {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            asked.add(query + " " + exchange.getRequestHeaders().getFirst("X-Auth-Token") + " "
                    + exchange.getRequestHeaders().getFirst("OpenStack-API-Version"));
            byte[] bytes = body.apply(query).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/servers");
    }

    private static LivePages pages() {
        return new LivePages(HttpClient.newHttpClient(), Optional.of("secret"));
    }

    private static LiveList read(String text) {
        LiveLists lists = new LiveLists(false);
        lists.addStream("ids", bytes(text), THEN);
        return lists.together();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

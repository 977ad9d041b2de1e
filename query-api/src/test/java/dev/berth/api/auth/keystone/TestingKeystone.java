package dev.berth.api.auth.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of Keystone's API as is asked for, with the faults that a Keystone may have. */
final class TestingKeystone implements AutoCloseable {
    static final String USER = "berth";
    static final String PASSWORD = "correct horse";

    static {
        // Else it waits 40 ms with the second half of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestingClock clock;
    private final Map<String, Given> given = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger atOnceMost = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int port;
    private HttpServer server;

    private volatile Duration loginLife = Duration.ofHours(1);
    private volatile String own = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Duration thinks = Duration.ZERO;
    private volatile Optional<Answer> instead = Optional.empty();
    private volatile Optional<Answer> insteadOfLogin = Optional.empty();

    private record Given(String body, Instant ends) {}

    /** What is answered whatever was asked. */
    record Answer(int status, String body) {}

    private TestingKeystone(TestingClock clock, int port) throws IOException {
        this.clock = clock;
        this.server = listen(port);
        this.port = server.getAddress().getPort();
    }

    static TestingKeystone start(TestingClock clock) throws IOException {
        return new TestingKeystone(clock, 0);
    }

    private HttpServer listen(int onPort) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
        listening.createContext("/identity/v3/auth/tokens", this::tokens);
        listening.setExecutor(threads);
        listening.start();
        return listening;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/identity";
    }

    /** Has it know a token. */
    void give(String token, Duration life, String scope, String... roles) {
        StringBuilder named = new StringBuilder();
        for (String role : roles) {
            named.append(named.isEmpty() ? "" : ",")
                    .append("{\"id\":\"r\",\"name\":\"")
                    .append(role)
                    .append("\"}");
        }
        String ends = clock.in(life);
        given.put(
                token,
                new Given(
                        "{\"token\":{\"user\":{\"id\":\"user-of-" + token + "\",\"name\":\"n\"},\"roles\":[" + named
                                + "]," + scope + "\"expires_at\":\"" + ends + "\"}}",
                        Instant.parse(ends)));
    }

    static String project(String id) {
        return "\"project\":{\"id\":\"" + id + "\",\"name\":\"p\"},";
    }

    void revoke(String token) {
        given.remove(token);
    }

    /** It does not take the service's own token any more. */
    void revokeLogin() {
        own = "";
    }

    void loginsLive(Duration life) {
        loginLife = life;
    }

    void answer(Answer whatever) {
        instead = Optional.of(whatever);
    }

    void answerLogins(Answer whatever) {
        insteadOfLogin = Optional.of(whatever);
    }

    void answerAsUsual() {
        instead = Optional.empty();
        insteadOfLogin = Optional.empty();
    }

    /** Anyone who asks about a token waits from now on. */
    /** How long it takes for each question about a token. */
    void thinkFor(Duration time) {
        thinks = time;
    }

    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    void stop() {
        server.stop(0);
    }

    void startAgain() throws IOException {
        server = listen(port);
    }

    int asked(String token) {
        return asked.getOrDefault(token, new AtomicInteger()).get();
    }

    int logins() {
        return logins.get();
    }

    /** How many waited for it at the same time, at most. */
    int atOnceMost() {
        return atOnceMost.get();
    }

    int atOnce() {
        return atOnce.get();
    }

    private void tokens(HttpExchange exchange) throws IOException {
        atOnceMost.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                login(exchange);
            } else {
                validate(exchange);
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        int number = logins.incrementAndGet();
        JsonNode auth = JSON.readTree(exchange.getRequestBody()).path("auth");
        JsonNode user = auth.at("/identity/password/user");
        if (insteadOfLogin.isPresent()) {
            exchange.getResponseHeaders().add("X-Subject-Token", "whatever");
            send(exchange, insteadOfLogin.get());
        } else if (user.path("name").asText().equals(USER)
                && user.path("password").asText().equals(PASSWORD)
                && auth.at("/scope/project/name").asText().equals("service")) {
            own = "own-" + number;
            exchange.getResponseHeaders().add("X-Subject-Token", own);
            send(
                    exchange,
                    new Answer(
                            201,
                            "{\"token\":{\"user\":{\"id\":\"s\"},\"roles\":[],\"expires_at\":\"" + clock.in(loginLife)
                                    + "\"}}"));
        } else {
            send(exchange, new Answer(401, "{\"error\":{\"code\":401}}"));
        }
    }

    private void validate(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("X-Subject-Token");
        asked.computeIfAbsent(token, any -> new AtomicInteger()).incrementAndGet();
        try {
            gate.await();
            Thread.sleep(thinks.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        boolean mayHaveExpired = exchange.getRequestURI().getQuery().contains("allow_expired=1");
        Given known = given.get(token);
        if (instead.isPresent()) {
            send(exchange, instead.get());
        } else if (own.isEmpty() || !own.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
            send(exchange, new Answer(401, "{\"error\":{\"code\":401}}"));
        } else if (known == null
                || !mayHaveExpired && !Instant.ofEpochMilli(clock.wallMs()).isBefore(known.ends)) {
            send(exchange, new Answer(404, "{\"error\":{\"code\":404,\"message\":\"Could not find token\"}}"));
        } else {
            send(exchange, new Answer(200, known.body));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) {
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        try {
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException gone) {
            if (answer.body.length() < KeystoneApi.ANSWER_BYTES_MAX) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}

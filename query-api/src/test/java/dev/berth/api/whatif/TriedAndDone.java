package dev.berth.api.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries a write, sees that nothing comes of it, then does it, and sees that the answers are the same. */
public final class TriedAndDone {
    /** What must differ: ids of requests, positions, and how long ago something was changed. */
    private static final Set<String> OF_ONE_ANSWER =
            Set.of("x-openstack-request-id", "x-berth-position", "x-berth-dry-run", "last-modified", "connection");

    private static final Pattern REQUEST_ID = Pattern.compile("req-[0-9a-f-]{36}");
    private static final Pattern POSITION = Pattern.compile("\"position\":(\"[0-9]+@[0-9]+\"|null)");
    /** What the clock says, in milliseconds. */
    private static final Pattern NOW_MS = Pattern.compile("\\b1[0-9]{12}\\b");

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final BrokerlessServer server;
    private HttpClient client = HttpClient.newHttpClient();

    public TriedAndDone(BrokerlessServer server) {
        this.server = server;
    }

    /**
     * @param path with its query
     * @return the answer to the write that was done
     */
    public HttpResponse<String> compare(String method, String path, Map<String, String> headers, Optional<String> body)
            throws IOException, InterruptedException {
        String where = method + " " + path + " " + headers + " " + body.orElse("");
        String before = state();
        HttpResponse<String> tried = send(method, tried(path), headers, body);
        assertThat(state()).as(where).isEqualTo(before);
        Set<String> known = uuids(path + body.orElse("") + providers());
        HttpResponse<String> done = send(method, path, headers, body);
        assertThat(text(tried, known)).as(where).isEqualTo(text(done, known));
        assertThat(tried.headers().firstValue("x-berth-position")).as(where).isEmpty();
        if (done.statusCode() < 300) {
            assertThat(tried.headers().firstValue("x-berth-dry-run")).as(where).contains("true");
            assertThat(tried.body()).as(where).doesNotContain("\"position\":\"");
        }
        assertThat(done.headers().firstValue("x-berth-dry-run")).as(where).isEmpty();
        return done;
    }

    public static String tried(String path) {
        return path + (path.contains("?") ? "&" : "?") + "dry_run=true";
    }

    public HttpResponse<String> send(String method, String path, Map<String, String> headers, Optional<String> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(
                        method,
                        body.map(HttpRequest.BodyPublishers::ofString).orElse(HttpRequest.BodyPublishers.noBody()));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400 && body.isPresent()) {
            // The server may close a connection on which it has refused a body.
            client = HttpClient.newHttpClient();
        }
        return answer;
    }

    /** Everything that any region has come to, and where its log ends. */
    public String state() {
        StringBuilder state = new StringBuilder();
        for (Region region : server.regions()) {
            RegionView view = server.view(region);
            state.append(region).append(' ').append(view.position()).append(' ').append(StateDigest.of(view));
            view.providers().all().forEach(provider -> state.append(' ').append(provider.generation()));
        }
        return state.toString();
    }

    private String providers() {
        StringBuilder ids = new StringBuilder();
        server.regions().forEach(region -> server.view(region).providers().all().forEach(ids::append));
        return ids.toString();
    }

    private static Set<String> uuids(String text) {
        Set<String> uuids = new TreeSet<>();
        Matcher matcher = UUID_TEXT.matcher(text);
        while (matcher.find()) {
            uuids.add(matcher.group());
        }
        return uuids;
    }

    private static String text(HttpResponse<String> answer, Set<String> known) {
        TreeMap<String, String> headers = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (!OF_ONE_ANSWER.contains(name) && !name.equals("content-length")) {
                headers.put(name, String.join(", ", values));
            }
        });
        return answer.statusCode() + " "
                + answer.headers().firstValue("last-modified").isPresent() + " " + same(headers.toString(), known)
                + "\n" + same(answer.body(), known);
    }

    /** A text without what differs from answer to answer: ids that are made for a request are none that was known. */
    public static String same(String text, Set<String> known) {
        String rest =
                POSITION.matcher(REQUEST_ID.matcher(text).replaceAll("REQUEST")).replaceAll("\"position\":POSITION");
        rest = NOW_MS.matcher(rest).replaceAll("NOW");
        return UUID_TEXT.matcher(rest).replaceAll(uuid -> known.contains(uuid.group()) ? uuid.group() : "GENERATED");
    }
}

package dev.berth.api.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.cases.CaseFile.Header;
import dev.berth.api.cases.CaseFile.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends the requests of a case file to a server and holds what comes back against the file. */
final class CaseRunner {
    private static final ObjectMapper MAPPER = new ObjectMapper().configure(JsonParser.Feature.ALLOW_COMMENTS, true);

    private HttpClient client = HttpClient.newHttpClient();
    private final String base;

    CaseRunner(String base) {
        this.base = base;
    }

    /** Runs one step; fails with the file, the line and the difference. */
    HttpResponse<String> run(CaseFile file, Step step) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(step), HttpResponse.BodyHandlers.ofString());
        if (step.body().isPresent() && response.statusCode() >= 400) {
            // A server that refuses a request before it has read its body may close the connection, or take the rest
            // for a request.
            client = HttpClient.newHttpClient();
        }
        String where = file.name() + ":" + step.line() + " " + step.method() + " " + step.version() + " " + step.path()
                + "\n-> " + response.statusCode() + " " + response.body() + "\n";
        assertThat(response.statusCode()).as(where).isEqualTo(step.status());
        if (step.reply().isPresent()) {
            // Three dots alone are no JSON; they mean a field that may be anything.
            JsonNode expected = MAPPER.readTree(step.reply().get().replace(", ...}", ", \"...\": 0}"));
            Optional<String> difference = JsonExpectation.difference(expected, MAPPER.readTree(response.body()), "$");
            assertThat(difference).as(where).isEmpty();
        }
        for (Header header : step.replyHeaders()) {
            assertThat(String.join(", ", response.headers().allValues(header.name())))
                    .as(where + header.name())
                    .matches(header.value());
        }
        for (String absent : step.absentHeaders()) {
            assertThat(response.headers().firstValue(absent)).as(where + absent).isEmpty();
        }
        for (String words : step.words()) {
            assertThat(response.body().replace("\\\"", "\"")).as(where).contains(words);
        }
        return response;
    }

    private HttpRequest request(Step step) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-auth-token", "admin");
        if (!step.version().equals("-")) {
            headers.put("openstack-api-version", "placement " + step.version());
        }
        step.body().ifPresent(body -> headers.put("content-type", "application/json"));
        step.requestHeaders().forEach(header -> headers.put(header.name(), header.value()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + step.path()))
                .method(
                        step.method(),
                        step.body()
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElse(HttpRequest.BodyPublishers.noBody()));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        return request.build();
    }
}

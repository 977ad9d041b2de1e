package dev.berth.agent.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportHost;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportDocument;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Reports over HTTP, where the answer is the decision. The last number is the service's to know: it is asked for once,
 * and again when a report turns out not to be newer. For the agent's thread, which it holds up.
 */
public final class HttpReportSink implements ReportSink {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));
    private static final String NOT_NEWER = "berth.report.not_newer";

    private final HttpClient client;
    private final String url;
    private final Region region;
    private final Supplier<Optional<String>> token;
    private final ReportNumbers numbers;
    private boolean knowsLast;

    /**
     * @param token asked for each request, so that it may be renewed
     */
    public HttpReportSink(
            HttpClient client, URI url, Region region, Supplier<Optional<String>> token, ReportNumbers numbers) {
        this.client = client;
        this.url = withoutSlash(url.toString());
        this.region = region;
        this.token = token;
        this.numbers = numbers;
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public CompletionStage<Receipt> send(ReportedHost report) {
        try {
            Receipt receipt = sendNow(report);
            return CompletableFuture.completedStage(receipt);
        } catch (IOException e) {
            return CompletableFuture.failedStage(new IOException(Unreachable.words(url, e), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(e);
        }
    }

    private Receipt sendNow(ReportedHost report) throws IOException, InterruptedException {
        ReportHost command = report.toCommand(UNSENT);
        if (!knowsLast) {
            hearLast(command.host());
        }
        HttpResponse<String> answer = post(command);
        if (answer.statusCode() == 409 && errorField(answer, "code").equals(NOT_NEWER)) {
            hearLast(command.host());
            answer = post(command);
        }
        if (answer.statusCode() == 200) {
            JsonNode json = MAPPER.readTree(answer.body());
            List<String> kept = new ArrayList<>();
            json.path("kept").forEach(provider -> kept.add(provider.asText()));
            return new Receipt.Accepted(json.path("changed").asBoolean(), kept);
        }
        if (answer.statusCode() >= 500) {
            throw new IOException("it answers " + answer.statusCode() + ", " + errorField(answer, "detail"));
        }
        return new Receipt.Refused(answer.statusCode() + ", " + reason(answer));
    }

    /** Whoever may report may ask; where it is not told, the clock has to do. */
    private void hearLast(ProviderId host) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(request("/hosts/" + host).GET());
        if (answer.statusCode() == 200) {
            JsonNode sequence = MAPPER.readTree(answer.body()).path("sequence");
            if (sequence.isIntegralNumber()) {
                numbers.heard(sequence.longValue());
            }
        }
        knowsLast = answer.statusCode() == 200 || answer.statusCode() == 404;
    }

    private HttpResponse<String> post(ReportHost command) throws IOException, InterruptedException {
        String body = ReportDocument.of(command.withSequence(numbers.next())).toString();
        return ask(request("/hosts/" + command.host() + "/report")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/regions/" + region + path))
                .timeout(PATIENCE)
                .header("openstack-api-version", "placement 1.39");
        token.get().ifPresent(text -> request.header("x-auth-token", text));
        return request;
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A 401 has Keystone's body, which has no errors in it. */
    private static String reason(HttpResponse<String> answer) {
        return answer.statusCode() == 401
                ? "the service knows no such token; BERTH_TOKEN, --token-file or --cert say who this agent is"
                : errorField(answer, "detail");
    }

    private static String errorField(HttpResponse<String> answer, String field) {
        try {
            return MAPPER.readTree(answer.body()).at("/errors/0/" + field).asText();
        } catch (IOException noJson) {
            return "";
        }
    }
}

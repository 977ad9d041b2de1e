package dev.berth.agent.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.http.HttpAnswer;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportHost;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportDocument;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reports over HTTP, where the answer is the decision, and asks there what stands. The last number is the service's to
 * know: it is asked for once, and again when a report turns out not to be newer. For the agent's thread, which it holds
 * up.
 */
public final class HttpReportSink implements ReportSink {
    private static final Map<String, String> HEADERS = Map.of("openstack-api-version", "placement 1.39");
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));
    private static final String NOT_NEWER = "berth.report.not_newer";

    private final HttpService service;
    private final Region region;
    private final ReportNumbers numbers;
    private boolean knowsLast;

    public HttpReportSink(HttpService service, Region region, ReportNumbers numbers) {
        this.service = service;
        this.region = region;
        this.numbers = numbers;
    }

    @Override
    public CompletionStage<Receipt> send(ReportedHost report) {
        try {
            Receipt receipt = sendNow(report);
            return CompletableFuture.completedStage(receipt);
        } catch (IOException e) {
            return CompletableFuture.failedStage(new IOException(Unreachable.words(service.url(), e), e));
        }
    }

    private Receipt sendNow(ReportedHost report) throws IOException {
        ReportHost command = report.toCommand(UNSENT);
        if (!knowsLast) {
            hearLast(command.host());
        }
        HttpAnswer answer = post(command);
        if (answer.status() == 409 && answer.errorField("code").equals(NOT_NEWER)) {
            hearLast(command.host());
            answer = post(command);
        }
        if (answer.status() == 200) {
            JsonNode json = answer.jsonWith("position");
            List<String> kept = new ArrayList<>();
            json.path("kept").forEach(provider -> kept.add(provider.asText()));
            return new Receipt.Accepted(json.path("changed").asBoolean(), kept, digest(json));
        }
        if (answer.status() >= 500) {
            throw new IOException("it answers " + answer.status() + ", " + answer.reason());
        }
        return new Receipt.Rejected(answer.status() + ", " + reason(answer));
    }

    @Override
    public Standing standing(ProviderId host) throws IOException {
        try {
            return standingNow(host);
        } catch (IOException e) {
            throw new IOException(Unreachable.words(service.url(), e), e);
        }
    }

    private Standing standingNow(ProviderId host) throws IOException {
        HttpAnswer answer = ask("GET", "/hosts/" + host + "/report?heartbeat=true", Optional.empty());
        if (answer.status() == 200) {
            JsonNode json = answer.jsonWith("as_of");
            hear(json.path("sequence"));
            knowsLast = true;
            return new Standing.Told(digest(json));
        }
        if (answer.status() >= 500) {
            throw new IOException("it answers " + answer.status() + ", " + answer.reason());
        }
        // Either there is nothing of the host, or it is not this agent's to know: a report is told which.
        return new Standing.Told(Optional.empty());
    }

    private static Optional<Sha256> digest(JsonNode json) {
        String hex = json.path("digest").asText("");
        return hex.matches("[0-9a-f]{64}")
                ? Optional.of(Sha256.ofBytes(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    private void hear(JsonNode sequence) {
        if (sequence.isIntegralNumber()) {
            numbers.heard(sequence.longValue());
        }
    }

    /** A caller who may report may also ask; without an answer, the clock has to do. */
    private void hearLast(ProviderId host) throws IOException {
        HttpAnswer answer = ask("GET", "/hosts/" + host, Optional.empty());
        if (answer.status() == 200) {
            hear(answer.json().path("sequence"));
        }
        knowsLast = answer.status() == 200 || answer.status() == 404;
    }

    private HttpAnswer post(ReportHost command) throws IOException {
        String body = ReportDocument.of(command.withSequence(numbers.next())).toString();
        return ask("POST", "/hosts/" + command.host() + "/report", Optional.of(body));
    }

    private HttpAnswer ask(String method, String path, Optional<String> body) throws IOException {
        return service.ask(method, "/regions/" + region + path, HEADERS, body);
    }

    /** A 401 has Keystone's body, which has no errors in it. */
    private static String reason(HttpAnswer answer) {
        return answer.status() == 401
                ? "the service does not know who this agent is; BERTH_TOKEN, --token-file or --cert say so"
                : answer.reason();
    }
}

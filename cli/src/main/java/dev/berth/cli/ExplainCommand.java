package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        header = "Tell why a request has the allocation candidates that it has, or none.",
        description = {
            "Asks a running service why a request for allocation candidates finds what it finds: what each "
                    + "constraint left over, what is exhausted or was never there, and which hosts came nearest and "
                    + "what they lack."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the request is explained, whether it finds anything or not",
            "1:the service does not answer, or refuses the request",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth explain resources=VCPU:4,MEMORY_MB:8192",
            "  berth explain 'resources=VCPU:4&resources_NET=SRIOV_NET_VF:1&required_NET=HW_NIC_OFFLOAD_GRO'",
            "  berth explain --as-of 2026-11-28T03:12:00Z resources=VCPU:4",
            "  berth explain --url http://berth:8778/regions/test --json resources=VCPU:4"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern NOT_IN_A_URL = Pattern.compile("[^!-~]|[\"<>\\\\^`{|}]");
    private static final int OK = 200;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8778",
            description = "Base URL of the service (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Mixin
    private TokenOption caller;

    @Mixin
    private CaOption ca;

    @Option(
            names = "--microversion",
            defaultValue = "1.39",
            description = "The version of the API in which the request is meant (default: ${DEFAULT-VALUE}).")
    private String microversion;

    @Mixin
    private AsOfOption asOf;

    @Option(names = "--json", description = "Print the whole answer as JSON, with the candidates.")
    private boolean asJson;

    @Parameters(
            paramLabel = "REQUEST",
            description = "The parameters of GET /allocation_candidates, as they stand after the question mark.")
    private String request;

    @Override
    public Integer call() throws InterruptedException {
        HttpRequest asked = HttpRequest.newBuilder(
                        URI.create(CharMatcher.is('/').trimTrailingFrom(url.toString())
                                + asOf.on("/allocation_candidates?" + encoded(request) + "&explain=true")))
                .timeout(TIMEOUT)
                .header("accept", asJson ? "application/json" : "text/plain")
                .header("x-auth-token", caller.token())
                .header("openstack-api-version", "placement " + microversion)
                .build();
        HttpResponse<String> answer;
        try {
            answer = ca.client().send(asked, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CannotRunException("no service answers at " + url + "; start one with: berth up", e);
        }
        if (answer.statusCode() != OK) {
            throw new CannotRunException("the service answers " + answer.statusCode() + ": " + detail(answer.body()));
        }
        spec.commandLine().getOut().println(Printable.lines(answer.body().stripTrailing(), ""));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** What a URL cannot have is encoded; what is encoded already stays. */
    private static String encoded(String query) {
        return NOT_IN_A_URL
                .matcher(query)
                .replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8));
    }

    private static String detail(String body) {
        try {
            JsonNode error = BoundedJson.mapper().readTree(body).path("errors").path(0);
            return error.path("detail").asText(body).strip();
        } catch (IOException notJson) {
            return body.strip();
        }
    }
}

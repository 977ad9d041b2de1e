package dev.berth.cli.candidate;

import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.events.model.Printable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a running service about a request for candidates, in text for people or in JSON. */
final class RequestOptions {
    private static final Pattern NOT_IN_A_QUERY = Pattern.compile("[^!-~]|[\"#<>\\\\^`{|}\\[\\]]");
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[?/:]");
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Option(
            names = "--microversion",
            paramLabel = "VERSION",
            defaultValue = "1.39",
            description = "The version of the API in which the request is meant (default: ${DEFAULT-VALUE}).")
    private String microversion;

    /**
     * The answer of the service.
     *
     * @param query as it is after the question mark, encoded or not
     * @throws ParameterException if the query does not begin with a parameter, or a percent sign encodes nothing
     * @throws dev.berth.terminal.CannotRunException if none answers, or not with 200
     */
    String get(String path, String query, boolean asJson) throws InterruptedException {
        service.ask(asOf);
        return service.get(path + "?" + encoded(query), asJson ? "application/json" : "text/plain", microversion)
                .orElseThrow()
                .body()
                .stripTrailing();
    }

    /** What a query cannot have is encoded, # too, which would end it; what is encoded already stays. */
    private String encoded(String query) {
        int equals = query.indexOf('=');
        String name = equals < 0 ? query : query.substring(0, equals);
        if (NOT_IN_A_NAME.matcher(name).find()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the parameters of GET /allocation_candidates alone, such as resources=VCPU:4, but got "
                            + Printable.of(query));
        }
        Matcher bad = BAD_PERCENT.matcher(query);
        if (bad.find()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected two hexadecimal digits behind each % of the request, and %25 for % itself, but got "
                            + Printable.of(bad.group()));
        }
        return NOT_IN_A_QUERY
                .matcher(query)
                .replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8));
    }
}

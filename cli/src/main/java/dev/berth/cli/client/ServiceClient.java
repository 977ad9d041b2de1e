package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import dev.berth.api.microversion.Microversion;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.cli.process.OptionalModule;
import dev.berth.events.model.Region;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.RegionConverter;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options by which a command finds a running service, and the calls that it makes there: JSON in, JSON out. A
 * mixin, for one command and its thread.
 */
public final class ServiceClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The path of a URL that names a region. */
    private static final Pattern REGION = Pattern.compile(".*/regions/([^/]+)/*");

    @Mixin
    private UrlOption base;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            converter = RegionConverter.class,
            description = "The region that is meant (default: the one that the URL names, else default).")
    private Optional<Region> region = Optional.empty();

    @Mixin
    private TokenOption caller;

    @Mixin
    private CaOption ca;

    private HttpClient client;

    private AsOfOption asOf = new AsOfOption();

    private Microversion version = Microversion.MAX;

    /** Speaks this version of the API from now on; the newest until then. */
    void speak(Microversion spoken) {
        version = spoken;
    }

    /** Has what is got from now on be of the moment that was named, if one was. */
    public void ask(AsOfOption moment) {
        asOf = moment;
    }

    /** The region that is meant, as the service will understand it. */
    public Region region() {
        String path = base.url().getPath();
        Matcher named = REGION.matcher(path == null ? "" : path);
        return region.orElseGet(() -> named.matches() ? new Region(named.group(1)) : Region.DEFAULT);
    }

    public CaOption ca() {
        return ca;
    }

    /**
     * A client of the region that is meant, for many calls at a time.
     *
     * @param wait how long an answer may take
     */
    public PlacementClient placement(Duration wait) {
        return placement(wait, caller.token(), "--token or BERTH_TOKEN");
    }

    /**
     * The same with a token that is given in another way.
     *
     * @param tokenOption how it is given, for messages
     */
    public PlacementClient placement(Duration wait, String token, String tokenOption) {
        return new PlacementClient(ca.client(), regionUri(), token, wait, tokenOption);
    }

    /** Where the region that is meant is served. */
    public URI regionUri() {
        return URI.create(regionUrl());
    }

    private String regionUrl() {
        return CharMatcher.is('/').trimTrailingFrom(base.url().toString())
                + region.map(name -> "/regions/" + name.name()).orElse("");
    }

    /** What the service has at the path, which begins with a slash and is encoded, with its query. */
    public ServiceAnswer get(String path) throws InterruptedException {
        return send(request(asOf.on(path)).GET());
    }

    /**
     * What the service has at the path in some form and version of the API.
     *
     * @param form a media type
     */
    public ServiceAnswer get(String path, String form, String microversion) throws InterruptedException {
        return send(request(asOf.on(path))
                .setHeader("accept", form)
                .setHeader("openstack-api-version", "placement " + microversion)
                .GET());
    }

    /**
     * Begins to get what comes in pieces without an end. The caller closes its body.
     *
     * @param lastEvent the id behind which it is to go on; empty if it begins
     * @throws IOException if the service cannot be reached
     */
    public HttpResponse<InputStream> events(String path, Optional<String> lastEvent)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .setHeader("accept", "text/event-stream, application/json")
                .GET();
        lastEvent.ifPresent(id -> request.setHeader("last-event-id", id));
        return opened().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /**
     * Begins to get what may be long, in JSON, as events, or as whatever the path has. The caller closes its body.
     *
     * @param wait how long the answer may take to begin
     * @throws IOException if the service cannot be reached
     */
    public HttpResponse<InputStream> stream(String path, Duration wait) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(wait)
                .setHeader("accept", "application/json, text/event-stream")
                .GET()
                .build();
        return opened().send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** With what the service is asked. */
    public String token() {
        return caller.token();
    }

    /** The region that was named by the option; empty if none was. */
    public Optional<Region> namedRegion() {
        return region;
    }

    public URI url() {
        return base.url();
    }

    /** What to say where the service cannot be reached. */
    public CannotRunException unreachable(IOException e) {
        String start = OptionalModule.EMBEDDED.isHere() ? "berth up" : "berth serve";
        String hint = e instanceof ConnectException
                ? "; start one with " + start + ", or say by --url or BERTH_URL where it is"
                : "";
        return new CannotRunException(Unreachable.words(base.url(), e) + hint, e);
    }

    public ServiceAnswer post(String path, JsonNode body) throws InterruptedException {
        return send(withJson(path).POST(BodyPublishers.ofString(body.toString())));
    }

    public ServiceAnswer post(String path) throws InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    public ServiceAnswer put(String path) throws InterruptedException {
        return send(request(path).PUT(BodyPublishers.noBody()));
    }

    public ServiceAnswer put(String path, JsonNode body) throws InterruptedException {
        return send(withJson(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    public ServiceAnswer delete(String path) throws InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder withJson(String path) {
        return request(path).header("content-type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(regionUrl() + path))
                .timeout(TIMEOUT)
                .header("accept", "application/json")
                .header("x-auth-token", caller.token())
                .header("openstack-api-version", "placement " + version);
    }

    private ServiceAnswer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> answer = opened().send(request.build(), HttpResponse.BodyHandlers.ofString());
            return ServiceAnswer.of(answer, answer.body());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpClient opened() {
        if (client == null) {
            client = ca.client();
        }
        return client;
    }
}

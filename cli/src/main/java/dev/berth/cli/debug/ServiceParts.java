package dev.berth.cli.debug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.client.ServerEvents;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.debug.BundleFile.PartMissingException;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a bundle that a running service tells, each as far as the caller may know it. For one bundle. */
final class ServiceParts {
    /** Of more regions than these neither digests nor decisions are asked for. */
    private static final int REGIONS_MAX = 20;

    private static final int REFUSAL_BYTES_MAX = 64 * 1024;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private final ServiceClient service;
    private final int decisions;
    private final Duration wait;

    /**
     * @param decisions how many of each region
     * @param wait how long one answer may take to begin
     */
    ServiceParts(ServiceClient service, int decisions, Duration wait) {
        this.service = service;
        this.decisions = decisions;
        this.wait = wait;
    }

    void addTo(BundleFile bundle) throws InterruptedException {
        bundle.add("service/versions.json", out -> copy("/", out));
        bundle.add("service/process.json", out -> copy("/debug/process", out));
        bundle.add("service/livez.json", out -> copyAnyHealth("/livez", out));
        bundle.add("service/readyz.json", out -> copyAnyHealth("/readyz", out));
        bundle.add("service/threads.json", out -> copy("/debug/threads", out));
        bundle.add("service/metrics.txt", out -> copy("/metrics", out));
        ByteArrayOutputStream regions = new ByteArrayOutputStream();
        bundle.add("service/regions.json", out -> {
            copy("/audit/regions", regions);
            out.write(regions.toByteArray());
        });
        List<String> names = regions(regions);
        for (String region : names.subList(0, Math.min(REGIONS_MAX, names.size()))) {
            addRegion(region, bundle);
        }
        if (names.size() > REGIONS_MAX) {
            bundle.add("service/regions/others", out -> {
                throw new PartMissingException("there are " + names.size() + " regions, and the first " + REGIONS_MAX
                        + " by name were asked for; name another one with --region");
            });
        }
    }

    private void addRegion(String region, BundleFile bundle) throws InterruptedException {
        // A region that the option names is in the address of every call.
        String path = service.namedRegion().isPresent() ? "" : "/regions/" + region;
        ByteArrayOutputStream digest = new ByteArrayOutputStream();
        bundle.add("service/regions/" + region + "/digest.json", out -> {
            copy(path + "/audit/digest", digest);
            out.write(digest.toByteArray());
        });
        if (decisions > 0) {
            bundle.add(
                    "service/regions/" + region + "/decisions.jsonl",
                    out -> copyDecisions(path, position(digest), out));
        }
    }

    private List<String> regions(ByteArrayOutputStream answer) {
        if (service.namedRegion().isPresent()) {
            return List.of(service.namedRegion().get().name());
        }
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode name : MAPPER.readTree(answer.toByteArray()).path("regions")) {
                names.add(name.asText());
            }
        } catch (IOException notJson) {
            // What was not answered is told as the part itself.
        }
        return names;
    }

    private static JsonNode position(ByteArrayOutputStream digest) throws PartMissingException {
        try {
            JsonNode position = MAPPER.readTree(digest.toByteArray()).path("position");
            if (position.isObject()) {
                return position;
            }
        } catch (IOException notJson) {
            // Said below.
        }
        throw new PartMissingException("not asked for: without the digest it is not known where the region is");
    }

    private void copy(String path, OutputStream out) throws IOException, InterruptedException, PartMissingException {
        try (InputStream body = open(path)) {
            body.transferTo(out);
        }
    }

    /** An instance that is not well says so with 503, and says why. */
    private void copyAnyHealth(String path, OutputStream out)
            throws IOException, InterruptedException, PartMissingException {
        HttpResponse<InputStream> answer = send(path);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != OK && answer.statusCode() != UNAVAILABLE) {
                throw refusal(answer, body);
            }
            body.transferTo(out);
        }
    }

    /** The last ones, up to where the region is; a line each. */
    private void copyDecisions(String regionPath, JsonNode position, OutputStream out)
            throws IOException, InterruptedException, PartMissingException {
        long last = position.path("offset").asLong();
        long first = Math.max(0, last - decisions + 1);
        String from = position.path("partition").asInt() + "@" + first;
        try (InputStream body = open(regionPath + "/watch?from=" + from)) {
            ServerEvents events = new ServerEvents(body, Optional.empty(), () -> {});
            for (Optional<ServerEvents.Event> next = events.next(); next.isPresent(); next = events.next()) {
                JsonNode data = MAPPER.readTree(next.get().data());
                if (next.get().name().equals("end")) {
                    throw new PartMissingException(data.path("message").asText());
                }
                if (next.get().name().equals("decided")) {
                    out.write((data + "\n").getBytes(StandardCharsets.UTF_8));
                    if (data.path("offset").asLong() >= last) {
                        return;
                    }
                }
            }
        }
    }

    private InputStream open(String path) throws IOException, InterruptedException, PartMissingException {
        HttpResponse<InputStream> answer = send(path);
        if (answer.statusCode() == OK) {
            return answer.body();
        }
        try (InputStream body = answer.body()) {
            throw refusal(answer, body);
        }
    }

    private HttpResponse<InputStream> send(String path) throws InterruptedException, PartMissingException {
        try {
            return service.stream(path, wait);
        } catch (IOException e) {
            throw new PartMissingException(
                    "the service at " + service.url() + " cannot be asked: " + FailureWords.of(e));
        }
    }

    private static PartMissingException refusal(HttpResponse<?> answer, InputStream body) throws IOException {
        String text = new String(body.readNBytes(REFUSAL_BYTES_MAX), StandardCharsets.UTF_8);
        return new PartMissingException("the service answers " + answer.statusCode() + ": "
                + ServiceAnswer.of(answer, text).detail());
    }
}

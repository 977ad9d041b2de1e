package dev.berth.api.http;

import java.util.List;
import java.util.Optional;

/**
 * Which other origins a browser may call from. Empty origins, the default, mean that the API knows nothing of CORS.
 *
 * @param origins exact origins, or {@code *}
 * @param allowHeaders request headers that scripts may send
 * @param exposeHeaders response headers that scripts may read
 * @param allowMethods methods that scripts may use
 * @param maxAgeS for how long a browser may keep a preflight's answer, in seconds
 */
public record Cors(
        List<String> origins,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        List<String> allowMethods,
        long maxAgeS) {
    public static final Cors OFF = new Cors(List.of(), List.of(), List.of(), List.of(), 0);

    public static Cors of(List<String> origins, List<String> allowHeaders) {
        return new Cors(
                List.copyOf(origins),
                List.copyOf(allowHeaders),
                List.of(
                        "x-openstack-request-id",
                        "openstack-api-version",
                        Barrier.HEADER,
                        DryRun.HEADER,
                        RegionPast.TIME,
                        RegionPast.WENT_BACK,
                        Staleness.ANSWER,
                        Staleness.ANSWERED_BY,
                        ErrorAnswers.ERROR),
                List.of("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE"),
                3600);
    }

    boolean isOn() {
        return !origins.isEmpty();
    }

    /** Whether the origin itself is permitted, not just any. */
    boolean names(String origin) {
        return !origin.equals("*") && origins.contains(origin);
    }

    private boolean permits(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }

    /** The answer to a preflight: always 200, with the headers that permit it only if it is permitted. */
    Answer preflight(Optional<String> origin, Optional<String> method, List<String> headers) {
        Answer answer = Answer.empty(200);
        boolean isPermitted = origin.isPresent()
                && permits(origin.get())
                && method.isPresent()
                && allowMethods.contains(method.get())
                && headers.stream().allMatch(h -> allowHeaders.stream().anyMatch(h::equalsIgnoreCase));
        if (isPermitted) {
            answer.header("access-control-allow-origin", origin.get())
                    .header("vary", "Origin")
                    .header("access-control-allow-methods", method.get())
                    .header("access-control-max-age", Long.toString(maxAgeS));
            if (!headers.isEmpty()) {
                answer.header("access-control-allow-headers", String.join(",", headers));
            }
        }
        return answer;
    }

    /** Adds the headers that let the origin's scripts read an answer, if they may. */
    void addHeaders(Answer answer, String origin) {
        if (permits(origin)) {
            answer.header("access-control-allow-origin", origin).header("vary", "Origin");
            if (!exposeHeaders.isEmpty()) {
                answer.header("access-control-expose-headers", String.join(",", exposeHeaders));
            }
        }
    }
}

package dev.berth.api.http;

import dev.berth.api.policy.Policy;
import dev.berth.api.sender.Senders;
import dev.berth.api.trace.RequestTraces;
import java.util.function.Supplier;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many threads serve requests
 * @param limits what requests may take
 * @param policy who may do what now; asked for each request
 * @param cors which other origins browsers may call from
 * @param senders whose word is taken for what, and how connections are kept safe
 * @param audience for whom the API is
 * @param traces begins the traces of requests
 */
public record ApiConfig(
        String host,
        int port,
        int eventLoops,
        HttpLimits limits,
        Supplier<Policy> policy,
        Cors cors,
        Senders senders,
        Audience audience,
        RequestTraces traces) {
    public ApiConfig {
        if (port < 0 || port > 65535 || eventLoops < 1) {
            throw new IllegalArgumentException(
                    "expected a port from 0 to 65535 and an event loop but got " + port + " and " + eventLoops);
        }
    }

    public static ApiConfig on(String host, int port) {
        return new ApiConfig(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                HttpLimits.usual(),
                () -> Policy.DEFAULT,
                Cors.OFF,
                Senders.LOCAL,
                Audience.EVERYBODY,
                RequestTraces.OFF);
    }

    /** With a policy that may change meanwhile. */
    public ApiConfig withPolicy(Supplier<Policy> other) {
        return new ApiConfig(host, port, eventLoops, limits, other, cors, senders, audience, traces);
    }

    public ApiConfig withCors(Cors other) {
        return new ApiConfig(host, port, eventLoops, limits, policy, other, senders, audience, traces);
    }

    public ApiConfig withLimits(HttpLimits other) {
        return new ApiConfig(host, port, eventLoops, other, policy, cors, senders, audience, traces);
    }

    public ApiConfig withSenders(Senders other) {
        return new ApiConfig(host, port, eventLoops, limits, policy, cors, other, audience, traces);
    }

    public ApiConfig withAudience(Audience other) {
        return new ApiConfig(host, port, eventLoops, limits, policy, cors, senders, other, traces);
    }

    public ApiConfig withTraces(RequestTraces other) {
        return new ApiConfig(host, port, eventLoops, limits, policy, cors, senders, audience, other);
    }

    /** The scheme of this API's URLs. */
    public String scheme() {
        return senders.tls().isPresent() ? "https" : "http";
    }
}

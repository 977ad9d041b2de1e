package dev.berth.api.http;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many threads serve requests
 * @param limits what requests may take
 * @param policy who may do what
 * @param cors which other origins browsers may call from
 */
public record ApiConfig(String host, int port, int eventLoops, HttpLimits limits, AccessPolicy policy, Cors cors) {
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
                AccessPolicy.DEFAULT,
                Cors.OFF);
    }

    public ApiConfig withPolicy(AccessPolicy other) {
        return new ApiConfig(host, port, eventLoops, limits, other, cors);
    }

    public ApiConfig withCors(Cors other) {
        return new ApiConfig(host, port, eventLoops, limits, policy, other);
    }

    public ApiConfig withLimits(HttpLimits other) {
        return new ApiConfig(host, port, eventLoops, other, policy, cors);
    }
}

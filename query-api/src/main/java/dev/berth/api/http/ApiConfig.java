package dev.berth.api.http;

import dev.berth.api.policy.Policy;
import java.util.function.Supplier;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many threads serve requests
 * @param bodyBytesMax larger bodies are refused with 413
 * @param policy who may do what now; asked for each request
 * @param cors which other origins browsers may call from
 */
public record ApiConfig(String host, int port, int eventLoops, int bodyBytesMax, Supplier<Policy> policy, Cors cors) {
    private static final int BODY_BYTES_MAX_DEFAULT = 4 * 1024 * 1024;

    public ApiConfig {
        if (port < 0 || port > 65535 || eventLoops < 1 || bodyBytesMax < 1) {
            throw new IllegalArgumentException(
                    "expected a port from 0 to 65535, an event loop and room for bodies but got " + port + ", "
                            + eventLoops + " and " + bodyBytesMax);
        }
    }

    public static ApiConfig on(String host, int port) {
        return new ApiConfig(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                BODY_BYTES_MAX_DEFAULT,
                () -> Policy.DEFAULT,
                Cors.OFF);
    }

    public ApiConfig withPolicy(Policy other) {
        return withPolicy(() -> other);
    }

    /** With a policy that may change meanwhile. */
    public ApiConfig withPolicy(Supplier<Policy> other) {
        return new ApiConfig(host, port, eventLoops, bodyBytesMax, other, cors);
    }

    public ApiConfig withCors(Cors other) {
        return new ApiConfig(host, port, eventLoops, bodyBytesMax, policy, other);
    }

    public ApiConfig withBodyBytesMax(int other) {
        return new ApiConfig(host, port, eventLoops, other, policy, cors);
    }
}

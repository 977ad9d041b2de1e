package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.AccessPolicy;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Cors;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The API on a log in memory: for tests, for trials, and for whoever wants to see how it answers without a broker. Nothing is
 * kept when it stops.
 */
public final class BrokerlessServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
    private final HttpApi api;

    public BrokerlessServer(ApiConfig config) {
        this(config, new SimpleMeterRegistry());
    }

    BrokerlessServer(ApiConfig config, MeterRegistry meters) {
        Backend backend = new Backend(log, log);
        List<Route> routes = new ArrayList<>(PlacementRoutes.all(backend));
        routes.add(Route.post("/reset")
                .content(Route.Content.ANY)
                .summary("Forget everything; only this server has it")
                .answeredBy(call -> {
                    reset();
                    return Answer.empty(204);
                }));
        api = new HttpApi(config, routes, new ViewBarrier(log, PATIENCE), meters).start();
    }

    /** Serves on the port given, with the policy and allowed origins given after it, until it is killed. */
    public static void main(String[] arguments) {
        ApiConfig config = ApiConfig.on("127.0.0.1", Integer.parseInt(arguments[0]));
        if (arguments.length > 1) {
            config = config.withPolicy(AccessPolicy.valueOf(arguments[1]));
        }
        if (arguments.length > 2) {
            config = config.withCors(Cors.of(List.of(arguments[2]), List.of("openstack-api-version")));
        }
        new BrokerlessServer(config);
    }

    public int port() {
        return api.port();
    }

    /** Forgets everything that was written. */
    public void reset() {
        log.reset();
    }

    @Override
    public void close() {
        api.close();
    }
}

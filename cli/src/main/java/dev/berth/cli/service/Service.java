package dev.berth.cli.service;

import dev.berth.api.command.Backend;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.forward.OwnerForwarding;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PciRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.api.server.RebuildRoutes;
import dev.berth.api.server.StoreRoutes;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.projector.PartitionState;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/**
 * The service on a Kafka and a registry that are there: topics and schemas seen to, the projector caught up, the API
 * listening.
 */
public final class Service implements AutoCloseable {
    /** A large region's stores are replayed at up to half a million records a second after a crash. */
    private static final Duration CATCH_UP_PATIENCE = Duration.ofMinutes(30);

    private static final Duration READ_PATIENCE = Duration.ofSeconds(5);

    private final Parts parts;
    private final String url;

    private Service(Parts parts, String url) {
        this.parts = parts;
        this.url = url;
    }

    /**
     * Starts everything, on a port that is named, and returns when requests are answered. What was opened is closed if
     * something cannot start.
     *
     * @throws LogDamagedException if no partition that this instance keeps continues what was decided from it
     */
    public static Service start(ServiceSettings settings, Storage storage) throws InterruptedException {
        requireFree(settings.api());
        Parts parts = new Parts();
        try {
            return new Service(parts, start(settings, storage, parts));
        } catch (RuntimeException | InterruptedException e) {
            parts.close();
            throw e;
        }
    }

    private static String start(ServiceSettings settings, Storage storage, Parts parts) throws InterruptedException {
        SchemaRegistry registry = parts.add(SchemaRegistry.connect(settings.registryUrl()));
        Alongside<Void> schemas = Alongside.begin("schemas", () -> {
            registry.registerSchemas();
            return null;
        });
        TopicAdmin.ensure(settings.kafka(), settings.partitions(), settings.replicas());
        TopicAdmin.flush(settings.kafka(), storage.flush());
        CommandPublisher publisher = parts.add(CommandPublisher.open(settings.kafka(), new CommandCodec(registry)));
        Projector projector =
                parts.add(new Projector(projectorConfig(settings), registry, publisher, storage.onFailure()));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Alongside<HttpApi> api = Alongside.begin("api", () -> api(settings, storage, projector, meters));
        schemas.join();
        projector.start(CATCH_UP_PATIENCE);
        requireALog(projector);
        // Only now: whoever is answered at all is answered from a view that holds everything.
        HttpApi listening = parts.add(api.join()).start();
        Alongside.begin("metrics", () -> {
            measure(projector, meters, parts);
            return null;
        });
        return "http://" + settings.api().host() + ":" + listening.port();
    }

    /** Where no partition can take a command there is nothing to serve, and whoever starts it should know at once. */
    private static void requireALog(Projector projector) {
        List<PartitionState> kept = projector.views().partitions();
        List<String> faults =
                kept.stream().flatMap(partition -> partition.fault().stream()).toList();
        if (!faults.isEmpty() && faults.size() == kept.size()) {
            throw new LogDamagedException(String.join(" ", faults));
        }
    }

    private static ProjectorConfig projectorConfig(ServiceSettings settings) {
        ProjectorConfig config = ProjectorConfig.of(settings.kafka(), settings.stateDir())
                .withInstance(settings.instance())
                .withStandbys(settings.standbys());
        return settings.advertised().map(config::withAdvertised).orElse(config);
    }

    private static HttpApi api(
            ServiceSettings settings, Storage storage, Projector projector, PrometheusMeterRegistry meters) {
        Backend backend =
                new Backend(new GuardedCommandLog(projector.commandLog(), storage.shortage()), projector.views());
        OperationsRoutes operations =
                new OperationsRoutes(projector.views(), () -> projector.fault().or(storage.shortage()), meters);
        RebuildRoutes rebuild = new RebuildRoutes(projector::rebuildPools);
        StoreRoutes stores = new StoreRoutes(settings.instance(), settings.advertised(), projector.stored());
        List<Route> routes =
                operations.addTo(stores.addTo(rebuild.addTo(PciRoutes.addTo(PlacementRoutes.all(backend), backend))));
        return new HttpApi(
                settings.api(),
                routes,
                new ViewBarrier(projector.views(), READ_PATIENCE),
                vertx -> new OwnerForwarding(vertx, projector::owner, settings.instance()),
                meters);
    }

    /** Measures the JVM and the stream threads; bound beside a running service, for it takes a while. */
    private static void measure(Projector projector, PrometheusMeterRegistry meters, Parts parts) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        parts.add(new JvmGcMetrics()).bindTo(meters);
        FunctionCounter.builder("berth.log.foreign.records", projector, Projector::foreignRecords)
                .description("records of the log that belong to no region, or stand where their region is not at home")
                .register(meters);
        Gauge.builder("berth.log.broken.partitions", projector, Service::broken)
                .description("partitions of the log that do not continue what was decided from them")
                .register(meters);
        parts.add(new KafkaStreamsMetrics(projector.streams())).bindTo(meters);
    }

    private static double broken(Projector projector) {
        return projector.views().partitions().stream()
                .filter(partition -> partition.fault().isPresent())
                .count();
    }

    /** Looked at before anything is started, since everything else takes seconds; the bind that counts comes later. */
    private static void requireFree(ApiConfig api) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(api.host(), api.port()));
        } catch (IOException e) {
            throw new PortTakenException(api.host(), api.port());
        }
    }

    /** The base URL of the API. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        parts.close();
    }
}

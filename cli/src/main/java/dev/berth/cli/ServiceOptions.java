package dev.berth.cli;

import dev.berth.api.http.AccessPolicy;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Cors;
import dev.berth.cli.rehearsal.Rehearsal;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import dev.berth.events.log.KafkaConnection;
import dev.berth.projector.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import picocli.CommandLine.Option;

/** How the service itself runs, whosever Kafka it stands on. */
final class ServiceOptions {
    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address that the API listens on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8778",
            description = "Port of the API; 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of a new log, among which regions and instances spread; an existing log keeps "
                    + "its own (default: 1 in one process, where more only cost time to start; 12 with serve).")
    private Integer partitions;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many other instances keep a warm copy of each partition (default: ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--policy",
            defaultValue = "DEFAULT",
            description = "Who may do what: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, as in Placement).")
    private AccessPolicy policy;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description = "An origin that browsers may call from; may be given several times (default: none).")
    private List<String> corsOrigins = List.of();

    @Option(
            names = "--no-rehearsal",
            description =
                    "Do not rehearse. Otherwise, while nobody asks anything in the first seconds after it is ready, the service "
                            + "asks a copy of itself in memory what schedulers would, so that its code is compiled when they do; "
                            + "neither log nor metrics see it. Turn it off where those seconds of processor time are missed "
                            + "elsewhere on the machine, or for a service that lives for moments only.")
    private boolean isUnrehearsed;

    /**
     * The settings of a service on this Kafka and registry.
     *
     * @param usualPartitions how many a new log gets if nobody says otherwise
     * @param advertised where peers reach it, given the port that it gets; empty for one without peers
     */
    ServiceSettings settings(
            KafkaConnection kafka,
            String registryUrl,
            Path stateDir,
            String instance,
            int replicas,
            int usualPartitions,
            IntFunction<Optional<Address>> advertised) {
        int namedPort = port == 0 ? freePort() : port;
        ApiConfig api = ApiConfig.on(listen, namedPort).withPolicy(policy);
        if (!corsOrigins.isEmpty()) {
            api = api.withCors(Cors.of(
                    corsOrigins, List.of("openstack-api-version", "x-auth-token", "content-type", "idempotency-key")));
        }
        return new ServiceSettings(
                kafka,
                registryUrl,
                stateDir,
                instance,
                advertised.apply(namedPort),
                partitions == null ? usualPartitions : partitions,
                replicas,
                standbys,
                api);
    }

    /** Rehearses beside a running service, unless told not to, and blocks until the process is told to stop. */
    void rehearseUntil(StopSignal stop, Service running) throws InterruptedException {
        try (Rehearsal rehearsal = new Rehearsal(running::requests)) {
            if (!isUnrehearsed) {
                rehearsal.begin();
            }
            stop.await();
            running.beginToStop();
        }
    }

    String listen() {
        return listen;
    }

    private int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(listen, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotRunException("cannot listen on " + listen + ": " + e.getMessage(), e);
        }
    }
}

package dev.berth.cli.serve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.candidate.NamedShape;
import dev.berth.api.candidate.ShapeGauges;
import dev.berth.api.connection.ConnectionLimits;
import dev.berth.api.connection.OpenFiles;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Cors;
import dev.berth.api.http.HttpLimits;
import dev.berth.api.policy.PolicySettings;
import dev.berth.api.sender.Senders;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.cli.debug.ProcessFacts;
import dev.berth.cli.option.KeyConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.option.SizeConverter;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.AuthenticationMode;
import dev.berth.cli.service.FreeSpace;
import dev.berth.cli.service.ServiceSettings;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.HostKey;
import dev.berth.projector.Address;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.config.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the service itself runs, with an embedded or an external Kafka. A mixin, for one command and its thread. */
public final class ServiceOptions {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceOptions.class);

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            converter = ListenConverter.class,
            description = "Address that the API listens on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = RangeConverter.Port.class,
            defaultValue = "8778",
            description = "Port of the API; 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            converter = RangeConverter.Partitions.class,
            description = "Partitions of a new log, among which regions and instances spread; an existing log keeps "
                    + "its own (default: 1 in one process, where more only cost time to start; 12 with serve).")
    private Integer partitions;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            converter = RangeConverter.Standbys.class,
            defaultValue = "0",
            description = "How many other instances keep a warm copy of each partition (default: ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--cors-origin",
            split = Setting.NEXT,
            hideParamSyntax = true,
            paramLabel = "ORIGIN",
            converter = WebOriginConverter.class,
            description = "An origin that browsers may call from; may be given several times (default: none).")
    private List<String> corsOrigins = List.of();

    @Option(
            names = "--connections-max",
            paramLabel = "N",
            converter = RangeConverter.Connections.class,
            defaultValue = "4096",
            description = "How many connections the API takes; more are closed (default: ${DEFAULT-VALUE}).")
    private int connectionsMax;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse writes while less than this is free where data is kept, such as 2G; 0 for never "
                    + "(default: 512M, or a tenth of the volume if that is less).")
    private Optional<Long> minFree = Optional.empty();

    @Option(
            names = "--shape",
            split = Setting.NEXT,
            hideParamSyntax = true,
            paramLabel = "NAME=QUERY",
            converter = ShapeConverter.class,
            description = "Measure how many more of a request for allocation candidates fit, as berth_capacity in "
                    + "/metrics; the query is as for berth capacity. May be given several times (default: none).")
    private List<NamedShape> shapes = List.of();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Where partitions begin that have no rows yet and whose log was cut: a file that berth audit"
                    + " checkpoint wrote (default: such partitions are not served).")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--checkpoint-key",
            paramLabel = "KEY",
            converter = KeyConverter.class,
            description = "Take a checkpoint alone that this public key has signed, 64 hex digits.")
    private Optional<HostKey> trusted = Optional.empty();

    @Mixin
    private AuthOptions auth;

    @Mixin
    private TlsOptions tls;

    @Mixin
    private TelemetryOptions telemetry;

    /** Only on this machine until authentication is configured. */
    private Senders senders = Senders.LOCAL;

    @Mixin
    private AccessOptions access;

    /** Who may do what; the caller closes it when the service has ended. */
    public Access open(PolicySettings usual) {
        return access.open(usual);
    }

    /**
     * The settings of a service on this Kafka and registry.
     *
     * @param access who may do what
     * @param usualPartitions how many a new log gets if nobody says otherwise
     * @param advertised where peers reach it, given the port that it gets; empty for one without peers
     */
    public ServiceSettings settings(
            KafkaConnection kafka,
            String registryUrl,
            Path stateDir,
            String instance,
            Access access,
            int replicas,
            int usualPartitions,
            IntFunction<Optional<Address>> advertised,
            AuthenticationMode authentication) {
        int namedPort = port == 0 ? freePort() : port;
        ApiConfig api = ApiConfig.on(listen, namedPort)
                .withLimits(limits())
                .withPolicy(access.policy())
                .withSenders(senders)
                .withAudience(authentication.audience());
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
                access.newRegions(),
                api,
                authentication,
                ImmutableList.copyOf(shapes),
                checkpoint.map(file -> Checkpoint.open(file, trusted)),
                telemetry.traces(),
                ImmutableMap.of(),
                new ProcessFacts(ImmutableSortedMap.of()));
    }

    /**
     * How callers are authenticated, and over which connections; read before anything is started, so that a fault
     * is told at once, one in the shapes as well, and in the log's own form.
     *
     * @throws picocli.CommandLine.ParameterException of this command if the options cannot be
     */
    public AuthenticationMode authentication(CommandLine command) {
        telemetry.applyToLog();
        requireShapes(command);
        AuthenticationMode mode = auth.mode(listen, command);
        senders = tls.senders(command);
        return tls.takesCertificates() ? mode.withCertificates() : mode;
    }

    /** Reads what the options name, and says if they do not go together. */
    void check(CommandLine command) {
        authentication(command);
        open(PolicySettings.PLACEMENT).close();
        checkpoint.ifPresent(file -> Checkpoint.open(file, trusted));
    }

    private void requireShapes(CommandLine command) {
        Set<String> names = new TreeSet<>();
        for (NamedShape shape : shapes) {
            if (!names.add(shape.name())) {
                throw new CommandLine.ParameterException(
                        command, "expected one --shape of each name but got two of " + shape.name());
            }
        }
        if (names.size() > ShapeGauges.SHAPES_MAX) {
            throw new CommandLine.ParameterException(
                    command, "expected at most " + ShapeGauges.SHAPES_MAX + " shapes but got " + names.size());
        }
    }

    private HttpLimits limits() {
        HttpLimits usual = HttpLimits.usual();
        ConnectionLimits asked = usual.connections().withConnectionsMax(connectionsMax);
        ConnectionLimits within = asked.withinFiles(OpenFiles.max());
        if (within.connectionsMax() < asked.connectionsMax()) {
            LOG.warn(
                    "This process may have {} files open, sockets included, so the API takes {} connections and "
                            + "not {}: raise that with ulimit -n, or LimitNOFILE in a unit of systemd.",
                    OpenFiles.max(),
                    within.connectionsMax(),
                    asked.connectionsMax());
        }
        return usual.withConnections(within);
    }

    /** Begins to watch how much room is left in these directories. */
    FreeSpace watch(Path... dirs) {
        return FreeSpace.watch(List.of(dirs), minFree.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    String listen() {
        return listen;
    }

    private int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(listen, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotRunException("cannot listen on " + listen + ": " + FailureWords.of(e), e);
        }
    }
}

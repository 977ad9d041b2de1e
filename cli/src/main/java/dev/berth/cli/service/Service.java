package dev.berth.cli.service;

import com.google.common.base.Suppliers;
import dev.berth.api.bulk.BulkRoutes;
import dev.berth.api.candidate.ShapeGauges;
import dev.berth.api.command.Backend;
import dev.berth.api.command.BoundedCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.forward.OwnerForwarding;
import dev.berth.api.forward.PeerWatch;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.metrics.CommandMeters;
import dev.berth.api.metrics.RegionMeters;
import dev.berth.api.moment.PastThreads;
import dev.berth.api.sender.Senders;
import dev.berth.api.server.CapacityRoutes;
import dev.berth.api.server.DebugRoutes;
import dev.berth.api.server.HealthRoutes;
import dev.berth.api.server.HistoryRoutes;
import dev.berth.api.server.HostRoutes;
import dev.berth.api.server.ImportRoutes;
import dev.berth.api.server.MetricsRoutes;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PciRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.api.server.RebuildRoutes;
import dev.berth.api.server.StoreRoutes;
import dev.berth.api.server.WhatIfRoutes;
import dev.berth.api.trace.RequestTraces;
import dev.berth.api.verify.VerifyRoutes;
import dev.berth.api.watch.WatchRoutes;
import dev.berth.cli.process.OptionalModule;
import dev.berth.console.ConsoleRoutes;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.DecidedReader;
import dev.berth.events.log.HostsTopic;
import dev.berth.events.log.RegionLog;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.Beginnings;
import dev.berth.projector.CommandLog;
import dev.berth.projector.CommandWatch;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionState;
import dev.berth.projector.PeerProcess;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.board.BoardKeeper;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.intake.Intake;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.MomentWatch;
import dev.berth.projector.moment.Moments;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service on a Kafka and a registry that are there: topics and schemas seen to, the API listening, the projector
 * caught up. Anyone who asks of a region before it is caught up is told what goes on.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** A large region's stores are replayed at up to half a million records a second after a crash. */
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(30);

    /** How long to read the existing rows of hosts; the rest is read while the instance serves. */
    private static final Duration BOARD_TIMEOUT = Duration.ofSeconds(10);

    /** How long requests may take that are under way when it is told to stop; a few seconds less than others wait. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(8);

    /** How long it may take to tell those who wait longer what may come of their requests. */
    private static final Duration LAST_WORD_TIMEOUT = Duration.ofSeconds(1);

    /** Beside the stores, for it is no part of them: whoever deletes it loses nothing but time. */
    private static final String MOMENTS = "moments";

    private final OpenParts parts = new OpenParts();
    private final Storage storage;
    private final HostBoard board = new HostBoard();
    private final ServiceMeters meters = new ServiceMeters();

    /** What else may keep the instance from being ready. */
    private final List<Supplier<Optional<String>>> faults;

    private volatile boolean isStopping;
    private volatile boolean isLeaving;

    /** All null until they have started. */
    private Projector projector;

    private HttpApi api;
    private String url;

    private Service(Storage storage) {
        this.storage = storage;
        this.faults = List.of(this::stopping, storage.shortage());
    }

    /**
     * Starts everything, on a port that is named, and returns when every region is served. What was opened is closed if
     * something cannot start.
     *
     * @throws LogDamagedException if no partition that this instance keeps continues what was decided from it
     */
    public static Service start(ServiceSettings settings, Storage storage) throws InterruptedException {
        requireFree(settings.api());
        Service service = new Service(storage);
        try {
            service.begin(settings);
            return service;
        } catch (RuntimeException | InterruptedException e) {
            service.parts.close();
            throw e;
        }
    }

    private void begin(ServiceSettings settings) throws InterruptedException {
        SchemaRegistry registry =
                parts.add(SchemaRegistry.connect(settings.registryUrl(), settings.registrySettings()));
        StartTask<Void> schemas = StartTask.begin("schemas", () -> {
            registry.registerSchemas();
            return null;
        });
        int partitions = TopicAdmin.ensure(settings.kafka(), settings.partitions(), settings.replicas());
        TopicAdmin.flush(settings.kafka(), storage.flush());
        CommandCodec codec = new CommandCodec(registry);
        CommandPublisher publisher = CommandPublisher.open(settings.kafka(), codec);
        Beginnings beginnings = settings.checkpoint()
                .<Beginnings>map(checkpoint -> new CheckpointBeginnings(checkpoint, codec))
                .orElse(Beginnings.NONE);
        Optional<TraceSender> tracing =
                settings.traces().map(traces -> parts.add(TraceSender.to(traces, settings.instance(), meters.own())));
        CommandWatch counting = new CommandMeters(meters.own());
        CommandWatch watch =
                tracing.isPresent() ? CommandWatch.all(List.of(counting, RequestTraces.OF_COMMANDS)) : counting;
        projector = parts.add(
                new Projector(projectorConfig(settings), registry, publisher, storage.onFailure(), beginnings, watch));
        meters.measureStart(projector);
        // Closed before the projector, which decides what is still on its way.
        parts.add(publisher);
        projector.watchGroup();
        // Before the projector has caught up, which may take minutes: anyone who probes has to be answered all the
        // while.
        StartTask<HttpApi> listening = StartTask.begin(
                "api",
                () -> parts.add(api(settings, codec, new DecisionCodec(registry), traces(tracing)))
                        .start());
        schemas.join();
        HeardMeters heard = new HeardMeters(board, meters.own());
        StartTask<BoardKeeper> hosts = StartTask.begin(
                "hosts",
                () -> parts.add(new BoardKeeper(
                                settings.kafka(),
                                new HostRowCodec(registry),
                                board,
                                new HostsTopic(settings.kafka(), partitions, settings.replicas()),
                                projector.views(),
                                projector::tellAgain,
                                heard::show)
                        .read(BOARD_TIMEOUT)));
        projector.start(CATCH_UP_TIMEOUT);
        requireALog(projector);
        heard.watch(hosts.join().start());
        Intake intake = parts.add(
                new Intake(settings.kafka(), projector.views(), commandLog(), codec, () -> partitions, board).start());
        api = listening.join();
        parts.add(new ShapeGauges(projector.views(), settings.shapes()).start(meters.own()));
        parts.add(new RegionMeters(projector.views()).start(meters.own()));
        url = settings.api().scheme() + "://" + settings.api().host() + ":" + api.port();
        StartTask.begin("metrics", () -> {
            meters.measure(projector, parts);
            meters.measure(intake);
            return null;
        });
    }

    /**
     * Where no partition can take a command there is nothing to serve, and anyone who starts it should know at once.
     */
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

    private CommandLog commandLog() {
        return new GuardedCommandLog(projector.commandLog(), storage.shortage());
    }

    private static RequestTraces traces(Optional<TraceSender> tracing) {
        return tracing.map(TraceSender::traces).orElse(RequestTraces.OFF);
    }

    private HttpApi api(ServiceSettings settings, CommandCodec codec, DecisionCodec decisions, RequestTraces traces) {
        Backend backend = new Backend(
                new BoundedCommandLog(commandLog(), meters.own()),
                projector.views(),
                settings.newRegions(),
                meters.own());
        HealthRoutes health = new HealthRoutes(projector.views(), projector::health, faults, this::introduce);
        OperationsRoutes operations = new OperationsRoutes(
                projector.views(), new MetricsRoutes(projector.views(), board, meters.own(), meters.kafka()));
        RebuildRoutes rebuild = new RebuildRoutes(projector::rebuildPools);
        DebugRoutes debug = new DebugRoutes(settings.process()::write);
        StoreRoutes stores = new StoreRoutes(settings.instance(), settings.advertised(), projector.stored());
        VerifyRoutes verify = new VerifyRoutes(
                settings.instance(),
                settings.advertised(),
                projector.stored()::instances,
                InstantSource.system(),
                meters.own());
        List<Route> placement = HostRoutes.addTo(
                CapacityRoutes.addTo(
                        PciRoutes.addTo(BulkRoutes.addTo(PlacementRoutes.all(backend), backend), backend), backend),
                backend,
                board);
        Moments moments = parts.add(new Moments(
                logs(settings, codec),
                settings.stateDir().resolveSibling(MOMENTS),
                Moments.FILE_SPACING,
                System::currentTimeMillis,
                () -> storage.shortage().get().isEmpty()));
        parts.add(new MomentWatch(projector.views(), moments).start());
        HistoryRoutes history = new HistoryRoutes(HistoryRoutes.Log.of(moments));
        WatchRoutes watches = new WatchRoutes(decided(settings, codec, decisions), meters.own());
        AtomicReference<List<Route>> served = new AtomicReference<>();
        List<Route> ofRegions = WhatIfRoutes.addTo(
                rebuild.addTo(ImportRoutes.addTo(placement, backend)),
                backend,
                served::get,
                settings.api().policy());
        List<Route> ofInstance = debug.addTo(verify.addTo(stores.addTo(ofRegions)));
        List<Route> routes = operations.addTo(health.addTo(watches.addTo(history.addTo(ofInstance))));
        served.set(routes);
        return new HttpApi(
                settings.api().withTraces(traces),
                vertx -> settings.authentication().authentication().apply(vertx, meters.own()),
                OptionalModule.CONSOLE.isHere() ? ConsoleRoutes.addTo(routes) : routes,
                new ViewBarrier(projector.views(), Backend.PATIENCE),
                new PastThreads(moments),
                vertx -> forwarding(vertx, settings),
                meters.own());
    }

    private static WatchRoutes.Log decided(ServiceSettings settings, CommandCodec codec, DecisionCodec decisions) {
        return (region, from, each) ->
                DecidedReader.open(settings.kafka(), codec, decisions, region, from, each, System.currentTimeMillis());
    }

    private OwnerForwarding forwarding(Vertx vertx, ServiceSettings settings) {
        Senders senders = settings.api().senders();
        PeerWatch watch = new PeerWatch(vertx, projector::peers, peersOf(projector), senders);
        parts.add(watch.start());
        return new OwnerForwarding(vertx, projector::owner, watch::isLeaving, settings.instance(), senders);
    }

    private static PeerWatch.Listener peersOf(Projector projector) {
        return new PeerWatch.Listener() {
            @Override
            public void named(Address address, PeerProcess process) {
                projector.peerNamed(address, process);
            }

            @Override
            public void ended(PeerProcess process) {
                projector.peerEnded(process);
            }
        };
    }

    private static MomentLogs logs(ServiceSettings settings, CommandCodec codec) {
        Supplier<LogId> id = Suppliers.memoize(() -> TopicAdmin.logId(settings.kafka()));
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id.get();
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return RegionReader.openAnywhere(settings.kafka(), id(), codec, region, each);
            }
        };
    }

    /** A stop in order is no reason for peers to take the process out, but to hold what they would pass on. */
    private Answer introduce(Answer alive) {
        return PeerWatch.introduce(alive, projector.process(), isLeaving);
    }

    private Optional<String> stopping() {
        return isStopping ? Optional.of("This instance is being stopped.") : Optional.empty();
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

    /** How it is now, as {@code /readyz} tells of all but single regions. */
    public Health health() {
        return projector
                .health()
                .withFaults(
                        faults.stream().flatMap(fault -> fault.get().stream()).toList());
    }

    /** The base URL of the API. */
    public String url() {
        return url;
    }

    /**
     * Says that it is not ready, hands what it keeps over where others stand by, which takes some seconds, and takes no
     * new request about a region then; those under way go on.
     */
    public void beginToStop() throws InterruptedException {
        if (isStopping) {
            return;
        }
        isStopping = true;
        if (!projector.peers().isEmpty()) {
            isLeaving = true;
            api.sayFarewell();
            // Peers hold from then on what they would pass on.
            TimeUnit.MILLISECONDS.sleep(PeerWatch.HEARD_MS);
            projector.leave();
        }
        api.stop();
    }

    /** Answers what is under way, within a bounded time, and closes everything. */
    @Override
    public void close() {
        isStopping = true;
        api.stop();
        try {
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.close();
    }

    private void drain() throws InterruptedException {
        if (!api.drain(DRAIN_TIMEOUT)) {
            LOG.warn("Requests were under way for {} s and are answered unfinished.", DRAIN_TIMEOUT.toSeconds());
            projector.abandonReplies("This instance is being stopped.");
            api.closeForwarding();
            api.drain(LAST_WORD_TIMEOUT);
        }
    }
}

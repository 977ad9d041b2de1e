package dev.berth.cli.serve;

import dev.berth.agent.command.HostOptions;
import dev.berth.api.policy.PolicySettings;
import dev.berth.cli.debug.ProcessFacts;
import dev.berth.cli.debug.ShownSettings;
import dev.berth.cli.option.AddressConverter;
import dev.berth.cli.option.DirConverter;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.process.EmergencyStop;
import dev.berth.cli.process.ProcessRoom;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.AuthenticationMode;
import dev.berth.cli.service.FreeSpace;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import dev.berth.cli.service.Storage;
import dev.berth.events.log.Flush;
import dev.berth.projector.Address;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import dev.berth.terminal.config.CheckedCommand;
import dev.berth.terminal.config.CommandLineOnly;
import dev.berth.terminal.config.Section;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code berth serve}: runs the service on a Kafka and a registry that are there. Made by picocli, for one run and its
 * thread.
 */
@Section("serve")
@Command(
        name = "serve",
        header = "Run the service alone, on a Kafka and a schema registry that are there.",
        description = {
            "Creates the topics and registers the schemas that are missing, checks those that are not, catches up "
                    + "with the log and serves the API. Several instances share the log's partitions; each needs a "
                    + "name and a data directory of its own, both the same after a restart."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "1:Kafka or the registry cannot be used, topics or schemas contradict, or a port is taken",
            "2:the command line is wrong",
            "4:the log of no partition continues what was decided from it; what is missing is shown",
            "5:the disk of the stores, or a client of Kafka, has failed; it ends within 10 s",
            "130, 143:stopped in order by SIGINT or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth serve --kafka kafka1:9092,kafka2:9092 --registry http://registry:8081",
            "  berth serve --listen 0.0.0.0 --auth keystone --keystone-config /etc/berth/keystone.conf",
            "  berth serve --listen 0.0.0.0 --auth static --token-file /etc/berth/tokens",
            "  berth serve --instance berth-1 --advertise berth-1:8778 --standbys 1",
            "  berth serve --policy-file policy.yaml --regions east,west,test-*",
            "  berth serve --client-config kafka-security.properties"
        })
public final class ServeCommand implements Callable<Integer>, CheckedCommand {
    /** Enough to spread many regions over a few instances, and few enough that one instance can keep them all. */
    private static final int PARTITIONS = 12;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            converter = DirConverter.class,
            defaultValue = "data",
            description = "Where this instance keeps its stores (default: ./${DEFAULT-VALUE}).")
    private Path dataDir;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "berth-0",
            description = "This instance's name among its peers (default: ${DEFAULT-VALUE}).")
    private String instance;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description =
                    "Where its peers reach this instance's API (default: the address it listens on, or this host's "
                            + "name "
                            + "if it listens on all).")
    private Optional<Address> advertised = Optional.empty();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            converter = RangeConverter.Replicas.class,
            defaultValue = "3",
            description = "Replicas of each partition of a new topic (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @CommandLineOnly
    @Option(names = "--json", description = "Print the ready line as one JSON object.")
    private boolean asJson;

    @Mixin
    private LogOptions log;

    @Mixin
    private ServiceOptions service;

    @Override
    public Integer call() throws InterruptedException {
        AuthenticationMode authentication = service.authentication(spec.commandLine());
        requireReadableSettings();
        ProcessRoom.WITHOUT_KAFKA.require();
        return EmergencyStop.during(
                spec.commandLine().getErr(), (stop, emergency) -> serve(stop, emergency, authentication));
    }

    private void serve(StopSignal stop, EmergencyStop emergency, AuthenticationMode authentication)
            throws InterruptedException {
        Path own = DataDir.open(dataDir.toAbsolutePath().normalize());
        try (Access access = service.open(PolicySettings.PLACEMENT);
                FreeSpace space = service.watch(own);
                Service running = Service.start(
                        settings(own, access, authentication),
                        new Storage(space::shortage, emergency::because, Flush.AS_IT_IS))) {
            new ReadyLine(
                            running.url(),
                            authentication.name(),
                            log.kafka().bootstrapServers(),
                            log.registryUrl(),
                            running.health())
                    .print(spec.commandLine().getOut(), asJson);
            stop.await();
            if (!emergency.isBegun()) {
                running.beginToStop();
            }
        }
    }

    @Override
    public void check() {
        service.check(spec.commandLine());
        requireReadableSettings();
    }

    private void requireReadableSettings() {
        log.kafka();
        log.registryUrl();
        log.registrySettings();
    }

    private ServiceSettings settings(Path own, Access access, AuthenticationMode authentication) {
        return service.settings(
                        log.kafka(),
                        log.registryUrl(),
                        own.resolve("stores"),
                        instance,
                        access,
                        replicas,
                        PARTITIONS,
                        port -> advertised.or(() -> Optional.of(address(port))),
                        authentication)
                .withRegistrySettings(log.registrySettings())
                .withProcess(new ProcessFacts(ShownSettings.of(spec)));
    }

    private Address address(int port) {
        boolean isOnAll = service.listen().equals("0.0.0.0") || service.listen().equals("::");
        return new Address(isOnAll ? HostOptions.ownName() : service.listen(), port);
    }
}

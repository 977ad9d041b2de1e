package dev.berth.cli.serve;

import dev.berth.api.policy.PolicySettings;
import dev.berth.cli.debug.ProcessFacts;
import dev.berth.cli.debug.ShownSettings;
import dev.berth.cli.process.EmergencyStop;
import dev.berth.cli.process.ProcessRoom;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.AuthenticationMode;
import dev.berth.cli.service.Backbone;
import dev.berth.cli.service.FreeSpace;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import dev.berth.cli.service.Storage;
import dev.berth.events.log.Flush;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import dev.berth.terminal.config.CheckedCommand;
import dev.berth.terminal.config.CommandLineOnly;
import dev.berth.terminal.config.Section;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth up}: runs Kafka, schema registry and service in one process. Made by picocli, for one run and its
 * thread.
 */
@Section("up")
@Command(
        name = "up",
        header = "Run everything in one process: Kafka, schema registry, service.",
        description = {
            "Starts a single-node Kafka and a schema registry inside, and the service on them; prints one line when "
                    + "it is ready. Everything is kept in the data directory: stop it or kill it and start it again, "
                    + "and nothing that was acknowledged is lost. For one machine; a cluster has its own Kafka and "
                    + "runs berth serve."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "1:a port is taken, or the data directory is in use",
            "2:the command line is wrong",
            "4:the log has lost its end or is another one; what is missing is shown",
            "5:the disk, the Kafka inside, or a client of it has failed; it ends within 10 s",
            "130, 143:stopped in order by SIGINT or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth up",
            "  berth up --data-dir /var/lib/berth --port 8778",
            "  berth up --flush                               every answer is on the disk before it is given",
            "  berth up --port 0 --kafka-port 0 --registry-port 0 --json      on free ports, shown as JSON",
            "  berth up --auth static --token-file tokens      for anyone with a token of that file",
            "  berth up --kafka-alone                         for instances of berth serve on this machine",
            "  berth up --kafka kafka1:9092 --registry http://registry:8081"
        })
public final class UpCommand implements Callable<Integer>, CheckedCommand {
    private static final String INSTANCE = "berth-0";
    private static final int ONE_REPLICA = 1;
    private static final int ONE_PARTITION = 1;

    private static final Set<String> OF_KAFKA_ALONE =
            Set.of("--kafka-alone", "--data-dir", "--kafka-port", "--registry-port", "--json", "--verbose", "--config");

    @Spec
    private CommandSpec spec;

    @CommandLineOnly
    @Option(names = "--json", description = "Print the ready line as one JSON object.")
    private boolean asJson;

    @CommandLineOnly
    @Option(
            names = "--kafka-alone",
            description = "Run the Kafka and the schema registry inside and no service, for instances of berth serve "
                    + "on this machine: to see how several work together. Takes no options of the service.")
    private boolean isKafkaAlone;

    @Option(
            names = "--flush",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Have the Kafka inside write each command through to the disk before it is answered, so that an "
                            + "answer survives the loss of power; commands that come together are flushed together. "
                            + "docs/durability.md "
                            + "has what it costs.")
    private boolean isFlushed;

    @Mixin
    private EmbeddedOptions embedded;

    @Mixin
    private ServiceOptions service;

    @Override
    public Integer call() throws InterruptedException {
        Flush flush = flush();
        embedded.check(spec.commandLine());
        if (isKafkaAlone) {
            return runKafkaAlone();
        }
        AuthenticationMode authentication = service.authentication(spec.commandLine());
        (embedded.otherKafka().isPresent() ? ProcessRoom.WITHOUT_KAFKA : ProcessRoom.WITH_KAFKA).require();
        DataDir.open(embedded.dataDir());
        return EmergencyStop.during(
                spec.commandLine().getErr(), (stop, emergency) -> serve(stop, emergency, flush, authentication));
    }

    private void serve(StopSignal stop, EmergencyStop emergency, Flush flush, AuthenticationMode authentication)
            throws InterruptedException {
        try (Access access = service.open(PolicySettings.PLACEMENT.withRegionsOfAdmins());
                FreeSpace space = service.watch(embedded.dataDir());
                Backbone backbone = embedded.start(broken -> emergency.because(broken.toString()));
                Service running = Service.start(
                        settings(backbone, access, authentication),
                        new Storage(space::shortage, emergency::because, flush))) {
            new ReadyLine(
                            running.url(),
                            authentication.name(),
                            backbone.kafka().bootstrapServers(),
                            backbone.registryUrl(),
                            running.health())
                    .print(spec.commandLine().getOut(), asJson);
            stop.await();
            running.beginToStop();
        }
    }

    private int runKafkaAlone() throws InterruptedException {
        requireNothingOfTheService();
        ProcessRoom.WITH_KAFKA.require();
        DataDir.open(embedded.dataDir());
        return EmergencyStop.during(spec.commandLine().getErr(), (stop, emergency) -> {
            try (Backbone backbone = embedded.start(broken -> emergency.because(broken.toString()))) {
                new KafkaReadyLine(backbone.kafka().bootstrapServers(), backbone.registryUrl())
                        .print(spec.commandLine().getOut(), asJson);
                stop.await();
            }
        });
    }

    /** What a configuration file says of the service does not matter here; what is typed was meant to. */
    private void requireNothingOfTheService() {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!OF_KAFKA_ALONE.contains(option.longestName())) {
                throw new ParameterException(
                        spec.commandLine(),
                        option.longestName() + " does not go with --kafka-alone, which runs no service and takes "
                                + "--data-dir, --kafka-port, --registry-port and --json");
            }
        }
        if (embedded.isElsewhere()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kafka-alone runs a Kafka and a registry inside, but the configuration names others");
        }
    }

    @Override
    public void check() {
        flush();
        embedded.check(spec.commandLine());
        service.check(spec.commandLine());
    }

    private Flush flush() {
        if (isFlushed && embedded.otherKafka().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--flush is of the Kafka inside; at "
                            + embedded.otherKafka().get().bootstrapServers()
                            + " replicas keep what was acknowledged, see docs/durability.md");
        }
        return embedded.otherKafka().isPresent()
                ? Flush.AS_IT_IS
                : isFlushed ? Flush.BEFORE_THE_ANSWER : Flush.BY_THE_SYSTEM;
    }

    private ServiceSettings settings(Backbone backbone, Access access, AuthenticationMode authentication) {
        return service.settings(
                        backbone.kafka(),
                        backbone.registryUrl(),
                        embedded.dataDir().resolve("stores"),
                        INSTANCE,
                        access,
                        ONE_REPLICA,
                        ONE_PARTITION,
                        port -> Optional.empty(),
                        authentication)
                .withRegistrySettings(embedded.registrySettings())
                .withProcess(new ProcessFacts(ShownSettings.of(spec)));
    }
}

package dev.berth.cli;

import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        header = "Run the service alone, on a Kafka and a schema registry that are there.",
        description = {
            "Creates the topics and registers the schemas that are missing, checks those that are not, catches up with the log "
                    + "and serves the API. Several instances share the log's partitions; each needs a name and a data "
                    + "directory of its own, both the same after a restart."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "1:Kafka or the registry cannot be used, topics or schemas contradict, or a port is taken",
            "2:the command line is wrong",
            "130, 143:stopped in order by SIGINT or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth serve --kafka kafka1:9092,kafka2:9092 --registry http://registry:8081 --listen 0.0.0.0",
            "  berth serve --instance berth-1 --data-dir /var/lib/berth --standbys 1",
            "  berth serve --client-config kafka-security.properties"
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
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
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "3",
            description = "Replicas of each partition of a new topic (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(names = "--json", description = "Print the ready line as one JSON object.")
    private boolean asJson;

    @Mixin
    private LogOptions log;

    @Mixin
    private ServiceOptions service;

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = StopSignal.install();
        ServiceSettings settings = service.settings(
                log.kafka(),
                log.registryUrl(),
                dataDir.toAbsolutePath().normalize().resolve("stores"),
                instance,
                replicas);
        try (Service running = Service.start(settings)) {
            new ReadyLine(running.url(), log.kafka().bootstrapServers(), log.registryUrl())
                    .print(spec.commandLine().getOut(), asJson);
            stop.await();
        } finally {
            stop.done();
        }
        return ExitCode.OK;
    }
}

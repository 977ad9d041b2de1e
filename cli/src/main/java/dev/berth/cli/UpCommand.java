package dev.berth.cli;

import dev.berth.cli.service.Backbone;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        header = "Run everything in one process: Kafka, schema registry, service.",
        description = {
            "Starts a single-node Kafka and a schema registry inside, and the service on them; prints one line when it is ready. "
                    + "Everything is kept in the data directory: stop it or kill it and start it again, and nothing that was "
                    + "acknowledged is lost. For one machine; a cluster has its own Kafka and runs berth serve."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "1:a port is taken, the data directory is in use, or the Kafka inside could not go on",
            "2:the command line is wrong",
            "130, 143:stopped in order by SIGINT or SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth up",
            "  berth up --data-dir /var/lib/berth --port 8778",
            "  berth up --port 0 --kafka-port 0 --registry-port 0 --json      on free ports, told as JSON",
            "  berth up --kafka kafka1:9092 --registry http://registry:8081"
        })
final class UpCommand implements Callable<Integer> {
    private static final String INSTANCE = "berth-0";
    private static final int ONE_REPLICA = 1;
    private static final int ONE_PARTITION = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the ready line as one JSON object.")
    private boolean asJson;

    @Mixin
    private EmbeddedOptions embedded;

    @Mixin
    private ServiceOptions service;

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = StopSignal.install();
        AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());
        try (Backbone backbone = embedded.start(broken -> {
                    fault.set(Optional.of(broken.toString()));
                    stop.ask();
                });
                Service running = Service.start(settings(backbone))) {
            new ReadyLine(running.url(), backbone.kafka().bootstrapServers(), backbone.registryUrl())
                    .print(spec.commandLine().getOut(), asJson);
            stop.await();
        } finally {
            stop.done();
        }
        fault.get().ifPresent(what -> {
            throw new CannotRunException(what);
        });
        return ExitCode.OK;
    }

    private ServiceSettings settings(Backbone backbone) {
        return service.settings(
                backbone.kafka(),
                backbone.registryUrl(),
                embedded.dataDir().resolve("stores"),
                INSTANCE,
                ONE_REPLICA,
                ONE_PARTITION,
                port -> Optional.empty());
    }
}

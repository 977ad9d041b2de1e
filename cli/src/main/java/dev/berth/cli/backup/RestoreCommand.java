package dev.berth.cli.backup;

import dev.berth.cli.option.DirConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.output.Progress;
import dev.berth.cli.process.OptionalModule;
import dev.berth.cli.serve.DataDir;
import dev.berth.cli.service.Backbone;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicRestore;
import dev.berth.events.log.TopicSettings;
import dev.berth.events.log.TopicThereException;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth restore}: a backup into a Kafka that has no log. */
@Command(
        name = "restore",
        header = "Make a log again from a backup, with its offsets and its times.",
        description = {
            "Reads the whole backup first, and says what is in it and whether it is whole. With --yes it makes "
                    + "berth.log, and the topic of the schema registry, in a Kafka that has neither, or in a new data "
                    + "directory of berth up. A service that is started on it decides everything again and comes to "
                    + "the same state, in a new chain of decisions. It puts nothing into topics that exist; "
                    + "where it was interrupted, delete berth.log, if it is there, and run it again."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, or with --yes restored",
            "1:the backup is damaged, there is a log already, or Kafka does not answer",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth restore --data-dir /var/lib/berth 2026-11-29.backup              what is in it",
            "  berth restore --data-dir /var/lib/berth 2026-11-29.backup --yes        for berth up",
            "  berth restore --kafka kafka1:9092 2026-11-29.backup --yes              for berth serve"
        })
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file;

    @ArgGroup(multiplicity = "1")
    private Target target;

    private static final class Target {
        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                converter = DirConverter.class,
                description = "Restore into a data directory of berth up, which must not have a log yet.")
        private Optional<Path> dataDir = Optional.empty();

        @Option(
                names = "--kafka",
                paramLabel = "HOST:PORT",
                description = "Restore into this Kafka; several servers separated by commas.")
        private Optional<String> kafka = Optional.empty();
    }

    @Option(names = "--yes", description = "Do it; without this it is only shown what is in the backup.")
    private boolean isMeant;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            converter = RangeConverter.Replicas.class,
            defaultValue = "3",
            description = "Replicas of each partition, with --kafka (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "With --kafka: a properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    @Option(
            names = "--schemas-topic",
            paramLabel = "NAME",
            defaultValue = BackupCommand.SCHEMAS,
            description = "The topic in which the schema registry keeps itself (default: ${DEFAULT-VALUE}).")
    private String schemasTopic;

    @Option(
            names = "--without-schemas",
            description = "For a registry that was restored by other means, with the same ids: do not make its topic.")
    private boolean isWithoutSchemas;

    private long records;
    private long schemas;

    @Override
    public Integer call() throws IOException {
        BackupHeader header = check();
        if (!isMeant) {
            out().println("Nothing was changed. Run again with --yes to restore it.");
            out().flush();
            return ExitCode.OK;
        }
        if (target.kafka.isPresent()) {
            restore(header, connection(target.kafka.get()), replicas);
        } else {
            Path dir = target.dataDir.orElseThrow().toAbsolutePath().normalize();
            requireKafkaInside();
            requireNew(dir);
            DataDir.open(dir);
            try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(Backbone.kafkaDir(dir)))) {
                restore(header, KafkaConnection.to(kafka.bootstrapServers()), 1);
            }
        }
        out().println("Restored. Start the service on it, and compare: berth audit verify");
        out().flush();
        return ExitCode.OK;
    }

    private KafkaConnection connection(String servers) {
        return clientConfig
                .map(settings -> new KafkaConnection(servers, ClientSettings.read(settings)))
                .orElseGet(() -> KafkaConnection.to(servers));
    }

    private static void requireKafkaInside() {
        if (!OptionalModule.EMBEDDED.isHere()) {
            throw new CannotRunException("this is the everyday download, which has no Kafka inside; restore into a"
                    + " cluster with --kafka, or use the whole download");
        }
    }

    /** Stores of another log would be taken for those of this one, and found not to be. */
    private static void requireNew(Path dir) throws IOException {
        if (Files.isDirectory(dir)) {
            try (Stream<Path> entries = Files.list(dir)) {
                Optional<Path> first = entries.findFirst();
                if (first.isPresent()) {
                    throw new CannotRunException("there is something in " + dir + " already ("
                            + first.get().getFileName() + "); restore into a directory that is not there yet");
                }
            }
        }
    }

    /** Reads all of it, so that nothing is begun with a backup that is not whole. */
    private BackupHeader check() {
        try (BackupReader backup = new BackupReader(file)) {
            try (Progress progress = progress("checking the backup")) {
                long all = count(backup.header());
                while (backup.next().isPresent()) {
                    progress.at(backup.records(), Math.max(all, backup.records()));
                }
            }
            records = backup.records();
            schemas = backup.schemas();
            BackupHeader header = backup.header();
            out().println(Printable.of(file + ": made " + header.madeAt() + " by berth " + header.madeBy() + " of log "
                    + header.logId() + ", whole; " + CountText.of(records, "record") + " of the log, " + schemas
                    + " of the registry"));
            header.begins()
                    .forEach((partition, begin) -> out().println("partition " + partition + ": offsets " + begin
                            + " to before " + header.ends().get(partition)));
            out().flush();
            return header;
        }
    }

    private static long count(BackupHeader header) {
        return header.begins().entrySet().stream()
                .mapToLong(begin -> header.ends().get(begin.getKey()) - begin.getValue())
                .sum();
    }

    private void restore(BackupHeader header, KafkaConnection kafka, int copies) {
        try {
            make(header, kafka, copies);
        } catch (TopicThereException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    private void make(BackupHeader header, KafkaConnection kafka, int copies) {
        boolean hasSchemas = schemas > 0 && !isWithoutSchemas;
        TopicRestore.requireNone(kafka, Topics.LOG);
        // First, for without it the log cannot be read: where another registry already runs nothing is made at all.
        if (hasSchemas) {
            try (TopicRestore topic = TopicRestore.beginOrGoOn(kafka, schemasSettings(), copies)) {
                putSchemas(topic);
                topic.finish();
            }
        }
        try (TopicRestore log = TopicRestore.begin(kafka, Topics.LOG, header.begins(), copies)) {
            putLog(log);
            log.finish();
        }
    }

    private TopicSettings schemasSettings() {
        return TopicSettings.compacted(schemasTopic);
    }

    private void putSchemas(TopicRestore topic) {
        try (BackupReader backup = new BackupReader(file)) {
            long offset = 0;
            for (Optional<BackupRecord> next = backup.next(); next.isPresent(); next = backup.next()) {
                BackupRecord record = next.get();
                if (record.kind() == BackupRecord.Kind.SCHEMA) {
                    topic.append(0, offset, record.timestampMs(), record.key(), record.value());
                    offset++;
                }
            }
        }
    }

    private void putLog(TopicRestore log) {
        try (BackupReader backup = new BackupReader(file);
                Progress progress = progress("restoring the log")) {
            for (Optional<BackupRecord> next = backup.next(); next.isPresent(); next = backup.next()) {
                BackupRecord record = next.get();
                if (record.kind() == BackupRecord.Kind.LOG) {
                    log.append(record.partition(), record.offset(), record.timestampMs(), record.key(), record.value());
                    progress.at(backup.records(), records);
                }
            }
        }
    }

    private Progress progress(String task) {
        return Progress.ofRecords(task, spec.commandLine().getErr());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

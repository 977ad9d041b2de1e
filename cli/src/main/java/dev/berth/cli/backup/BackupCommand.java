package dev.berth.cli.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Progress;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.UsualPlaces;
import dev.berth.terminal.Version;
import dev.berth.terminal.config.CommonToAll;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth backup}: the log and its schemas into one file, while the service goes on. */
@Command(
        name = "backup",
        header = "Copy the log and the schemas that it is written in into one file.",
        description = {
            "Reads berth.log to where it ends now, and the topic of the schema registry, and writes every record with "
                    + "its offset and its time into one file. Everything else follows from these. It takes nothing of "
                    + "the service, which goes on meanwhile. berth restore makes a log of it again, on any Kafka."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:written, and all of it is on the disk",
            "1:Kafka cannot be read, or the file cannot be written",
            "2:the command line is wrong",
            "4:a record of the log is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth backup 2026-11-29.backup",
            "  berth backup --kafka kafka1:9092 --client-config kafka-security.properties 2026-11-29.backup"
        })
public final class BackupCommand implements Callable<Integer> {
    static final String SCHEMAS = "_schemas";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to write; there must be none of that name.")
    private Path file;

    @CommonToAll
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = UsualPlaces.KAFKA,
            description = "Kafka, several servers separated by commas" + UsualPlaces.KAFKA_TEXT)
    private String kafka;

    @CommonToAll
    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    @Option(
            names = "--schemas-topic",
            paramLabel = "NAME",
            defaultValue = SCHEMAS,
            description = "The topic in which the schema registry keeps itself (default: ${DEFAULT-VALUE}).")
    private String schemasTopic;

    @Option(
            names = "--without-schemas",
            description = "For a registry that does not keep itself in this Kafka: back it up by its own means, for "
                    + "without it no record can be read.")
    private boolean isWithoutSchemas;

    @Mixin
    private PrintOptions print;

    private long records;
    private long schemas;

    @Override
    public Integer call() {
        KafkaConnection connection = clientConfig
                .map(settings -> new KafkaConnection(kafka, ClientSettings.read(settings)))
                .orElseGet(() -> KafkaConnection.to(kafka));
        String logId = TopicAdmin.logId(connection).text();
        try (LogReader log = LogReader.open(connection, Topics.LOG.topic());
                BackupWriter backup = new BackupWriter(file, header(logId, log))) {
            copyLog(log, backup);
            // Read behind the log: whatever a record was written in is registered before it is.
            if (!isWithoutSchemas) {
                copySchemas(connection, backup);
            }
            if (!TopicAdmin.logId(connection).text().equals(logId)) {
                throw new CannotRunException("berth.log was made anew while it was read; nothing is written");
            }
            backup.finish();
        }
        show(logId);
        return ExitCode.OK;
    }

    private static BackupHeader header(String logId, LogReader log) {
        TreeMap<Integer, Long> begins = new TreeMap<>();
        TreeMap<Integer, Long> ends = new TreeMap<>();
        for (LogProgress.Partition partition : log.progress().partitions()) {
            begins.put(partition.partition(), partition.begin());
            ends.put(partition.partition(), partition.end());
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new BackupHeader(now, Version.number(), logId, begins, ends);
    }

    private void copyLog(LogReader log, BackupWriter backup) {
        try (Progress progress =
                Progress.ofRecords("reading the log", spec.commandLine().getErr())) {
            long all = log.progress().remaining();
            for (Optional<LogRecord> next = log.next(); next.isPresent(); next = log.next()) {
                LogRecord record = next.get();
                backup.add(new BackupRecord(
                        BackupRecord.Kind.LOG,
                        record.position().partition(),
                        record.position().offset(),
                        record.position().timestampMs(),
                        record.key(),
                        record.value()));
                records++;
                progress.at(records, all);
            }
        }
    }

    private void copySchemas(KafkaConnection connection, BackupWriter backup) {
        try (LogReader topic = LogReader.open(connection, schemasTopic)) {
            for (Optional<LogRecord> next = topic.next(); next.isPresent(); next = topic.next()) {
                LogRecord record = next.get();
                backup.add(new BackupRecord(
                        BackupRecord.Kind.SCHEMA, 0, 0, record.position().timestampMs(), record.key(), record.value()));
                schemas++;
            }
        } catch (KafkaUnreachableException e) {
            throw new CannotRunException(
                    "the registry's topic cannot be read: " + e.getMessage()
                            + "; --schemas-topic names it, and --without-schemas goes on without it",
                    e);
        }
        if (schemas == 0 && records > 0) {
            throw new CannotRunException("the topic " + schemasTopic + " is empty, so no registry keeps itself there; "
                    + "--schemas-topic names the right one, and --without-schemas goes on without it");
        }
    }

    private void show(String logId) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("backup", file.toString()).put("kafka", kafka).put("log_id", logId);
        answer.put("records", records).put("schema_records", schemas);
        print.show(
                answer,
                out -> out.println(Printable.of(file + ": " + CountText.of(records, "record") + " of log " + logId
                        + " at " + kafka + ", " + schemas + " of the registry")));
    }
}

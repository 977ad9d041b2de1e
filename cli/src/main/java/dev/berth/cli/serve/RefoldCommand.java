package dev.berth.cli.serve;

import dev.berth.cli.process.ScratchDir;
import dev.berth.cli.service.Backbone;
import dev.berth.embedded.DamagedLogException;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.Topics;
import dev.berth.projector.DerivedTopics;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth refold}: takes the log as it is for the truth, whatever it has lost. Made by picocli, for one run and
 * its thread.
 */
@Command(
        name = "refold",
        header = "Take the log as it is now for the truth, whatever it has lost.",
        description = {
            "For a log that has lost its end and cannot be had back. Everything that followed from the log is "
                    + "deleted: recorded decisions, changelogs, stores; the next start decides what the log still "
                    + "holds again. First it is shown what was decided and is lost, and with --yes that is kept in a "
                    + "file. Stop every instance before."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, or with --yes done",
            "1:Kafka or the registry cannot be used, a decision cannot be read, or an instance still runs",
            "2:the command line is wrong",
            "4:the log is damaged, so that Kafka cannot be started without a loss; with --yes it is"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth refold --data-dir /var/lib/berth              what berth up has lost",
            "  berth refold --data-dir /var/lib/berth --yes        and go on without it",
            "  berth refold --kafka kafka1:9092 --registry http://registry:8081 --data-dir /var/lib/berth --yes"
        })
public final class RefoldCommand implements Callable<Integer> {
    /** One that was killed keeps its place in the group for six seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int SHOWN_MAX = 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Spec
    private CommandSpec spec;

    @Option(names = "--yes", description = "Do it; without this it is only shown what is lost.")
    private boolean isMeant;

    @Option(
            names = "--give-up-unreadable",
            description = "Also where recorded decisions cannot be read, so that nobody can tell whether they are lost;"
                    + " what can be had of them is kept as it is.")
    private boolean isUnreadableGivenUp;

    @Mixin
    private EmbeddedOptions embedded;

    private Path kept;

    @Override
    public Integer call() throws InterruptedException, IOException {
        requireRegistry();
        embedded.check(spec.commandLine());
        OwnEntries.requireOwn(embedded.dataDir());
        kept = embedded.dataDir().resolve("lost-" + TIME.format(Instant.now()));
        try (Backbone backbone = start();
                SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl(), embedded.registrySettings());
                DerivedTopics derived = new DerivedTopics(backbone.kafka())) {
            awaitNobody(derived);
            LostDecisions lost = LostDecisions.of(backbone.kafka(), registry);
            show(lost);
            requireReadable(lost);
            if (isMeant) {
                keep(lost);
                derived.delete();
                deleteStores();
                out().println("Done: the next start decides the log again. Ask the hosts, and whoever schedules on "
                        + "them, what "
                        + "really runs before you let anybody claim.");
            } else {
                out().println("Nothing was changed. Run again with --yes to go on without what is lost.");
            }
            out().flush();
        }
        return ExitCode.OK;
    }

    /** One that was started here on a Kafka elsewhere would know none of the schemas, and no decision could be read. */
    private void requireRegistry() {
        if (embedded.otherKafka().isPresent() && embedded.otherRegistry().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kafka needs --registry, the schema registry that the log there was written with; without its "
                            + "schemas nobody could tell which decisions are lost");
        }
    }

    private Backbone start() throws IOException {
        Path kafkaDir = Backbone.kafkaDir(embedded.dataDir());
        if (embedded.otherKafka().isEmpty() && !Files.isDirectory(kafkaDir)) {
            throw new CannotRunException("there is no log of berth up in " + embedded.dataDir());
        }
        DataDir.open(embedded.dataDir());
        EmbeddedKafkaConfig own = EmbeddedKafkaConfig.in(kafkaDir);
        try {
            return embedded.start(own.withIntactTopic(Topics.LOG.topic()));
        } catch (DamagedLogException e) {
            if (!isMeant) {
                throw e;
            }
            keepLog(kafkaDir);
            out().println(e.getMessage() + " As it was, it is kept in " + kept + ".");
            return embedded.start(own);
        }
    }

    private static void awaitNobody(DerivedTopics derived) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        int members = derived.members();
        while (members > 0 && System.nanoTime() < deadlineNs) {
            TimeUnit.MILLISECONDS.sleep(500);
            members = derived.members();
        }
        if (members > 0) {
            throw new CannotRunException(
                    members + " stream threads still work on the log; stop every instance of berth first");
        }
    }

    private void show(LostDecisions lost) {
        String atLeast = lost.unread().isEmpty() ? "" : "at least ";
        lost.ends()
                .forEach((partition, end) -> out().println("partition " + partition + ": the log ends at offset " + end
                        + ", " + atLeast + lost.counts().getOrDefault(partition, 0L)
                        + " decided commands behind it are lost"));
        show(lost.unread());
        show(lost.lines());
    }

    private void show(List<String> lines) {
        lines.stream().limit(SHOWN_MAX).forEach(line -> out().println("  " + line));
        if (lines.size() > SHOWN_MAX) {
            out().println("  and " + (lines.size() - SHOWN_MAX) + " more");
        }
    }

    private void requireReadable(LostDecisions lost) {
        if (!lost.unread().isEmpty() && !isUnreadableGivenUp) {
            out().flush();
            throw new CannotRunException(lost.unread().get(0) + "; so nobody can tell whether it is lost, and no"
                    + " decision was deleted. Name with --registry the schema registry that it was written with, and"
                    + " take the berth that wrote it; or give up what cannot be read, with --give-up-unreadable");
        }
    }

    private void keep(LostDecisions lost) throws IOException {
        keep("decisions.txt", "What is lost", lost.lines());
        keep("unreadable.txt", "What cannot be read", lost.unreadLines());
    }

    private void keep(String name, String what, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            Path file = Files.createDirectories(kept).resolve(name);
            Files.write(file, lines);
            out().println(what + " is kept in " + file);
        }
    }

    /** Copies the files of the log, before Kafka cuts them. */
    private void keepLog(Path kafkaDir) throws IOException {
        try (Stream<Path> dirs = Files.list(kafkaDir)) {
            for (Path dir : dirs.filter(each -> each.getFileName().toString().startsWith(Topics.LOG.topic() + "-"))
                    .toList()) {
                Path to = Files.createDirectories(kept.resolve(dir.getFileName().toString()));
                for (Path file : segments(dir)) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static List<Path> segments(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .toList();
        }
    }

    /** What follows from the log beside Kafka: the stores, and moments of the past. */
    private void deleteStores() {
        for (String derived : List.of("stores", "moments")) {
            Path dir = embedded.dataDir().resolve(derived);
            if (Files.exists(dir)) {
                ScratchDir.delete(dir);
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

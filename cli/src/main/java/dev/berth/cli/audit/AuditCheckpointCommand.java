package dev.berth.cli.audit;

import dev.berth.auditor.AuditPlan;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.CheckpointWriter;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth audit checkpoint}: writes the state of all regions to a file. */
@Command(
        name = "checkpoint",
        header = "Write the state of all regions to a file, from which audits may begin.",
        description = {
            "Decides the log again, compares each outcome with the recorded decision, and writes what each region "
                    + "comes to at the end of the log, with the head of its chain. From there berth audit verify "
                    + "--checkpoint goes on, so that the log before it can be archived and cut. Says for each "
                    + "partition "
                    + "which offset comes next."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:written",
            "1:Kafka or the registry does not answer, or a file cannot be used",
            "2:the command line is wrong",
            "3:the log and its decisions differ, shown with the places; nothing was written",
            "4:not all could be compared, shown with the reasons; nothing was written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit checkpoint --out 2026-11-29.checkpoint --key auditor.pem",
            "  berth audit checkpoint --checkpoint 2026-11-29.checkpoint --out 2026-11-30.checkpoint"
        })
final class AuditCheckpointCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file that is written.")
    private Path file;

    @Mixin
    private SigningOption signing;

    @Mixin
    private SomeRegionsOption regions;

    @Mixin
    private CheckpointOptions from;

    @Mixin
    private LogOptions log;

    private final List<String> places = new ArrayList<>();

    @Override
    public Integer call() {
        Optional<PrivateKey> key = signing.read();
        Optional<Checkpoint> checkpoint = from.open();
        KafkaConnection kafka = log.kafka();
        StopSignal stop = StopSignal.install();
        try (SchemaRegistry registry = log.openRegistry();
                CheckpointWriter writer = new CheckpointWriter(
                        file,
                        TopicAdmin.logId(kafka),
                        TopicAdmin.decisionsId(kafka),
                        Instant.now(),
                        partitions(kafka))) {
            AuditPlan plan = AuditPlan.USUAL
                    .from(checkpoint)
                    .of(regions.names())
                    .givingStatesTo(state -> write(writer, state))
                    .goingOnWhile(() -> !stop.isAsked());
            AuditReport report =
                    Audit.run(kafka, registry, plan, spec.commandLine().getErr());
            if (!Audit.isProven(report, spec.commandLine().getErr())) {
                return report.exitCode();
            }
            writer.finish(key);
        } finally {
            stop.done();
        }
        PrintWriter out = spec.commandLine().getOut();
        places.forEach(out::println);
        out.println("checkpoint written to " + file + ", " + SigningOption.words(key));
        out.flush();
        return ExitCode.OK;
    }

    private static int partitions(KafkaConnection kafka) {
        try (LogReader reader = LogReader.open(kafka, Topics.LOG.topic())) {
            return reader.progress().partitions().size();
        }
    }

    private void write(CheckpointWriter writer, PartitionState state) {
        writer.write(state);
        places.add("partition " + state.place().partition() + ": next offset "
                + state.place().next() + ", " + state.folds().size()
                + (state.folds().size() == 1 ? " region" : " regions"));
    }
}

package dev.berth.cli.audit;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.auditor.AuditPlan;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.auditor.proof.SavedHead;
import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth audit head}: saves the heads of the chains of decisions. */
@Command(
        name = "head",
        header = "Save the head of each region's chain of decisions.",
        description = {
            "Decides the log again, compares each outcome with the recorded decision, and saves the head of each "
                    + "region's chain. Kept where nobody who writes to the log can write, it proves later, by berth "
                    + "audit verify --head, that nothing before it was rewritten."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:saved, or printed",
            "1:Kafka or the registry does not answer, or a file cannot be used",
            "2:the command line is wrong",
            "3:the log and its decisions differ, shown with the places; nothing was written",
            "4:not all could be compared, shown with the reasons; nothing was written"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth audit head --out 2026-11-29.head --key auditor.pem", "  berth audit head --region east"})
final class AuditHeadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "Save it in this file (default: print it).")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private SigningOption signing;

    @Mixin
    private SomeRegionsOption regions;

    @Mixin
    private CheckpointOptions from;

    @Mixin
    private LogOptions log;

    private final TreeMap<Region, SavedHead> heads = new TreeMap<>();

    @Override
    public Integer call() {
        Optional<PrivateKey> key = signing.read();
        Optional<Checkpoint> checkpoint = from.open();
        KafkaConnection kafka = log.kafka();
        AuditReport report;
        try (SchemaRegistry registry = log.openRegistry()) {
            AuditPlan plan = AuditPlan.USUAL
                    .from(checkpoint)
                    .of(regions.names())
                    .givingStatesTo(state -> take(state, regions.names()));
            report = Audit.run(kafka, registry, plan, spec.commandLine().getErr());
        }
        if (!Audit.isProven(report, spec.commandLine().getErr())) {
            return report.exitCode();
        }
        save(kafka, key);
        return ExitCode.OK;
    }

    private void take(PartitionState state, ImmutableSortedSet<Region> wanted) {
        state.folds().forEach((region, fold) -> {
            boolean isDecided = !fold.view().position().equals(Position.NONE);
            if (isDecided && (wanted.isEmpty() || wanted.contains(region))) {
                heads.put(region, SavedHead.of(fold.view()));
            }
        });
    }

    private void save(KafkaConnection kafka, Optional<PrivateKey> key) {
        String text = HeadFile.text(
                TopicAdmin.logId(kafka),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                ImmutableSortedMap.copyOfSorted(heads),
                key);
        PrintWriter out = spec.commandLine().getOut();
        file.ifPresentOrElse(
                path -> {
                    HeadFile.write(path, text);
                    out.println("heads of " + heads.size() + (heads.size() == 1 ? " region" : " regions") + " saved in "
                            + path + ", " + SigningOption.words(key));
                },
                () -> out.print(text));
        out.flush();
    }
}

package dev.berth.cli.region;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.auditor.AuditPlan;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.cli.audit.Audit;
import dev.berth.cli.audit.CheckpointOptions;
import dev.berth.cli.audit.SigningOption;
import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.RegionConverter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth region move}: has another log go on with closed regions. */
@Command(
        name = "move",
        header = "Have a new log go on with a region that was closed.",
        description = {
            "Decides the old log again and compares each outcome with the recorded decision, as berth audit does. If "
                    + "nothing differs, it makes the topics of the new log, has the region's partition begin there "
                    + "where the region ended here, and writes a checkpoint of it. A service that is started on the "
                    + "new log with that checkpoint goes on with the region: same state, same digest, same chain, and "
                    + "positions that go up.",
            "",
            "The new log must have nothing in that partition, so regions of one partition are moved together."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:moved",
            "1:Kafka or a registry does not answer, the region is not closed, or the new log is not new",
            "2:the command line is wrong",
            "3:the log and its decisions differ, shown with the places; nothing was moved",
            "4:not all could be compared, shown with the reasons; nothing was moved"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth region close --region east --yes",
            "  berth region move --region east --to-kafka k9:9092 --to-registry http://r9:8081"
                    + " --out east.checkpoint",
            "  berth serve --kafka k9:9092 --registry http://r9:8081 --checkpoint east.checkpoint"
        })
final class RegionMoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            required = true,
            converter = RegionConverter.class,
            description = "The region to move; may be given several times.")
    private List<Region> regions;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The checkpoint that is written.")
    private Path file;

    @Mixin
    private SigningOption signing;

    @Mixin
    private CheckpointOptions since;

    @Mixin
    private LogOptions log;

    @Mixin
    private NewLogOptions target;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<PrivateKey> key = signing.read();
        Optional<Checkpoint> checkpoint = since.open();
        KafkaConnection kafka = log.kafka();
        KafkaConnection to = target.kafka();
        ImmutableSortedSet<Region> asked = ImmutableSortedSet.copyOf(regions);
        try (SchemaRegistry registry = log.openRegistry();
                SchemaRegistry newRegistry = target.openRegistry()) {
            List<PartitionState> states = Collections.synchronizedList(new ArrayList<>());
            AuditPlan plan = AuditPlan.USUAL.from(checkpoint).of(asked).givingStatesTo(states::add);
            AuditReport report =
                    Audit.run(kafka, registry, plan, spec.commandLine().getErr());
            if (!Audit.isProven(report, spec.commandLine().getErr())) {
                return report.exitCode();
            }
            RegionMove move = RegionMove.of(asked, states, new CommandCodec(registry), out);
            newRegistry.registerSchemas();
            int partitions =
                    TopicAdmin.ensure(to, target.partitions().orElseGet(() -> partitions(kafka)), target.replicas());
            if (TopicAdmin.logId(to).equals(TopicAdmin.logId(kafka))) {
                throw new CannotRunException("--to-kafka leads to the log that the region is in");
            }
            move.into(to, partitions, new CommandCodec(newRegistry), file, key);
        } catch (IllegalStateException notNew) {
            throw new CannotRunException(notNew.getMessage(), notNew);
        }
        out.println("checkpoint written to " + file + ", " + SigningOption.words(key));
        out.println("start a service on the new log with: berth serve --checkpoint " + file);
        out.flush();
        return ExitCode.OK;
    }

    private static int partitions(KafkaConnection kafka) {
        try (LogReader reader = LogReader.open(kafka, Topics.LOG.topic())) {
            return reader.progress().partitions().size();
        }
    }
}

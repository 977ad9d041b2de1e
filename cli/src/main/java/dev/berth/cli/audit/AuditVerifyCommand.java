package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditPlan;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.ReportJson;
import dev.berth.auditor.ReportText;
import dev.berth.auditor.VerifyNotice;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.cli.client.TokenOption;
import dev.berth.cli.client.UrlOption;
import dev.berth.cli.option.LogOptions;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        header = "Decide every command of the log again and compare.",
        description = {
            "Reads the whole log, decides every command again, and compares each outcome with the recorded decision "
                    + "and the state of every region with that of the running service. What differs is shown with "
                    + "its place in the log. Then each instance of the service is told what it came to, for its "
                    + "console and its metrics; where that fails, a line says so, and the exit status is the same."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:no difference, and every region goes on",
            "1:Kafka, the registry or the service does not answer, a file cannot be used, or memory ran out, so"
                    + " nothing can be said",
            "2:the command line is wrong",
            "3:differences, shown with their places, or an instance whose stores could not be asked for",
            "4:no difference, but not all could be compared: the beginning of a topic was deleted, or no decision"
                    + " of the last commands is recorded; also, whatever else differs, if a record is damaged",
            "6:no difference and all compared, but a region has stopped, shown with its place"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit verify",
            "  berth audit verify --stores --url http://berth-1:8778",
            "  berth audit verify --kafka kafka1:9092 --registry http://registry:8081 --url http://berth:8778",
            "  berth audit verify --offline --json      the decisions alone, with no service running",
            "  berth audit verify --head 2026-11-29.head",
            "  berth audit verify --checkpoint 2026-11-29.checkpoint"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private UrlOption base;

    @Option(names = "--offline", description = "Compare the recorded decisions alone, with no service.")
    private boolean isOffline;

    @Option(
            names = "--stores",
            description = "Compare what stands on the disks of all instances as well, standbys too. Takes the service"
                    + " as long as it takes to read its stores.")
    private boolean isOfStores;

    @Option(
            names = "--head",
            paramLabel = "FILE",
            description = "Heads that were saved by berth audit head and have to be in the chains still; may be given"
                    + " several times.")
    private List<Path> heads = List.of();

    @Mixin
    private CheckpointOptions from;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean asJson;

    @Mixin
    private LogOptions log;

    @Mixin
    private TokenOption caller;

    @Mixin
    private CaOption ca;

    @Override
    public Integer call() {
        if (isOffline && isOfStores) {
            throw new ParameterException(
                    spec.commandLine(), "--stores asks the instances of a service, so it does not go with --offline");
        }
        if (from.trusted().isPresent() && heads.isEmpty() && !from.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--trust is about the files of --head and --checkpoint, and neither is given");
        }
        AuditPlan plan = plan();
        Optional<URI> service = isOffline ? Optional.empty() : Optional.of(base.url());
        PrintWriter err = spec.commandLine().getErr();
        StopSignal stop = StopSignal.install();
        try (SchemaRegistry registry = log.openRegistry()) {
            AuditReport report = Audit.run(
                    log.kafka(),
                    registry,
                    service,
                    caller.token(),
                    ca.context(),
                    plan.goingOnWhile(() -> !stop.isAsked()),
                    err);
            Instant endedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            PrintWriter out = spec.commandLine().getOut();
            out.println(asJson ? ReportJson.of(report) : ReportText.of(report).stripTrailing());
            out.flush();
            // What was interrupted has compared less than it was to, and must not take the place of a whole one.
            if (service.isPresent() && !stop.isAsked()) {
                VerifyNotice notice =
                        new VerifyNotice(report, endedAt, plan.from().isPresent());
                Audit.tell(service.get(), caller.token(), ca.context(), notice, err);
            }
            return report.exitCode();
        } finally {
            stop.done();
        }
    }

    private AuditPlan plan() {
        AuditPlan plan = AuditPlan.USUAL
                .from(from.open())
                .withHeads(heads.stream()
                        .map(file -> HeadFile.read(file, from.trusted()))
                        .collect(ImmutableList.toImmutableList()));
        return isOfStores ? plan.withStores() : plan;
    }
}

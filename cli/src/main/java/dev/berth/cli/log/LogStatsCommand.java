package dev.berth.cli.log;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.LogRange;
import dev.berth.auditor.LogScan;
import dev.berth.auditor.LogStats;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.LogRangeOptions;
import dev.berth.cli.output.Progress;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code berth log stats}: what the log consists of. */
@Command(
        name = "stats",
        header = "Count the records of the log: by kind, region, outcome, sender and time.",
        description = {
            "Goes through the log and counts the records that are as asked for. Where nobody watches, the counts are "
                    + "one JSON object."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:counted",
            "1:Kafka or the registry does not answer, or a position is not in the log",
            "2:the command line is wrong",
            "4:a record is damaged; what stands behind it cannot be counted"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth log stats", "  berth log stats --region east --from 2026-11-28T03:00:00Z"})
final class LogStatsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogRangeOptions places;

    @Mixin
    private LogFilterOptions filter;

    @Mixin
    private LogOutput output;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        LogStats stats = new LogStats();
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress =
                        Progress.of("reading the log", 0, spec.commandLine().getErr())) {
            LogRange range = LogRange.of(log.kafka(), filter.region(), places.from(), places.to());
            LogScan scan =
                    new LogScan(AuditTarget.offline(log.kafka(), registry), range, filter.filter(), progress::at);
            scan.read(Long.MAX_VALUE, stats::add);
            scan.notes().forEach(spec.commandLine().getErr()::println);
        }
        output.out().println(output.isJson() ? stats.json() : stats.text());
        output.out().flush();
        return ExitCode.OK;
    }
}

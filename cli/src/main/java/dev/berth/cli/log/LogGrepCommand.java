package dev.berth.cli.log;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.LogRange;
import dev.berth.auditor.LogScan;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.LogRangeOptions;
import dev.berth.cli.output.Progress;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth log grep}: the records of the log that are as asked for. */
@Command(
        name = "grep",
        header = "Show the records of the log that are as asked for.",
        description = {
            "Goes through the log, partition by partition, and shows the records that are all that is asked for. "
                    + "What had waited behind a record at which its region stood is shown where it was decided."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, even if there was nothing",
            "1:Kafka or the registry does not answer, or a position is not in the log",
            "2:the command line is wrong",
            "4:a record is damaged; what stands behind it cannot be shown"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth log grep --refusal CAPACITY_EXCEEDED --from 2026-11-28T03:00:00Z --to 2026-11-28T04:00:00Z",
            "  berth log grep --consumer 00000000-0000-4000-8000-00000000000a --json"
        })
final class LogGrepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Stop after so many, 1 or more (default: ${DEFAULT-VALUE}).")
    private long limit;

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
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit takes a number of 1 or more but got " + limit);
        }
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress =
                        Progress.of("reading the log", 0, spec.commandLine().getErr())) {
            LogRange range = LogRange.of(log.kafka(), filter.region(), places.from(), places.to());
            LogScan scan =
                    new LogScan(AuditTarget.offline(log.kafka(), registry), range, filter.filter(), progress::at);
            scan.read(limit, output::show);
            output.end(scan);
        }
        return ExitCode.OK;
    }
}

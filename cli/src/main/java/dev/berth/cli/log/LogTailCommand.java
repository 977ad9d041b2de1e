package dev.berth.cli.log;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.LogRange;
import dev.berth.auditor.LogScan;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.output.Progress;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth log tail}: the end of the log. */
@Command(
        name = "tail",
        header = "Show the last records of the log, and what comes.",
        description = {
            "Shows the last records that are as asked for, of the last 10,000 of each partition, by the broker's "
                    + "times. With --follow it goes on with what is appended until it is interrupted."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, even if there was nothing",
            "1:Kafka or the registry does not answer",
            "2:the command line is wrong",
            "4:a record is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth log tail --limit 20", "  berth log tail --follow --region east --kind CLAIM_ALLOCATIONS"})
final class LogTailCommand implements Callable<Integer> {
    private static final int LIMIT_MAX = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many to show, 0 to 10000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is appended.")
    private boolean isFollowed;

    @Mixin
    private LogFilterOptions filter;

    @Mixin
    private LogOutput output;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        if (limit < 0 || limit > LIMIT_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--limit takes a number from 0 to " + LIMIT_MAX + " but got " + limit);
        }
        PrintWriter err = spec.commandLine().getErr();
        try (SchemaRegistry registry = log.openRegistry()) {
            LogRange range = LogRange.of(log.kafka(), filter.region(), Optional.empty(), Optional.empty());
            LogScan scan;
            try (Progress progress = Progress.of("reading the end of the log", 0, err)) {
                scan = new LogScan(AuditTarget.offline(log.kafka(), registry), range, filter.filter(), progress::at);
                if (limit > 0) {
                    scan.last(limit).forEach(output::show);
                }
            }
            if (isFollowed) {
                scan.follow(() -> !Thread.currentThread().isInterrupted(), line -> {
                    output.show(line);
                    output.out().flush();
                });
            }
            output.end(scan);
        }
        return ExitCode.OK;
    }
}

package dev.berth.cli.log;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.LogFilter;
import dev.berth.auditor.LogLine;
import dev.berth.auditor.LogRange;
import dev.berth.auditor.LogScan;
import dev.berth.auditor.LogText;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.cli.output.Progress;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogPlace;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth log show}: one record of the log. */
@Command(
        name = "show",
        header = "Show one record of the log in full.",
        description = {
            "Shows the command, who sent it, and the decision that was recorded of it with its reason or what "
                    + "followed. At a time it is the first record of the log that is not older; name a region, or it "
                    + "is one of each partition."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown",
            "1:Kafka or the registry does not answer, or nothing stands there",
            "2:the command line is wrong",
            "4:the record is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth log show 0@1042", "  berth log show 2026-11-28T03:12:00Z --region east"})
final class LogShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PLACE",
            converter = LogPlaceConverter.class,
            description =
                    "A position such as 0@1042, an offset of a region's partition such as 1042, or a time such as "
                            + "2026-11-28T09:00:00Z.")
    private LogPlace place;

    @Mixin
    private OneRegionOption region;

    @Mixin
    private LogOutput output;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        List<LogLine> found = new ArrayList<>();
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress =
                        Progress.of("reading the log", 0, spec.commandLine().getErr())) {
            LogRange range = LogRange.of(log.kafka(), region.name(), Optional.of(place), Optional.empty());
            LogScan scan = new LogScan(
                    AuditTarget.offline(log.kafka(), registry), range.firsts(), LogFilter.NONE, progress::at);
            scan.read(Long.MAX_VALUE, found::add);
            scan.notes().forEach(spec.commandLine().getErr()::println);
        }
        if (found.isEmpty()) {
            throw new CannotRunException("nothing stands there in the log yet");
        }
        for (LogLine line : found) {
            output.out().println(output.isJson() ? LogText.json(line) : LogText.whole(line));
        }
        output.out().flush();
        return ExitCode.OK;
    }
}

package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.StateAt;
import dev.berth.auditor.StateComparison;
import dev.berth.auditor.StateDiffText;
import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.events.log.LogPlace;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth audit diff}: what changed between two positions. */
@Command(
        name = "diff",
        header = "Show what is not the same at two positions.",
        description = {
            "Reads the region's log once, up to the later of both, and shows each thing that is not the same in the "
                    + "two states, as a tree: + for what came, - for what went, ~ for what changed, and below it each "
                    + "field with its value in the one and in the other. What happened in between and is the same "
                    + "again is not shown; see berth audit history. The service is not asked. Where nobody watches, "
                    + "both positions and each thing are a JSON object on a line."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, even if nothing differs",
            "1:Kafka or the registry does not answer, the beginning of the log was deleted, or there is no such "
                    + "region, position or path",
            "2:the command line is wrong",
            "4:a record before the later position is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit diff 0@1042 now",
            "  berth audit diff 2026-11-28T03:00:00Z 2026-11-28T04:00:00Z --region east",
            "  berth audit diff 1042 1050 hosts/cn1"
        })
final class AuditDiffCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "A",
            converter = LogPlaceConverter.class,
            description = "A position such as 0@1042, an offset such as 1042, a time such as 2026-11-28T09:00:00Z, 24h "
                    + "for that long ago, or now.")
    private LogPlace from;

    @Parameters(
            index = "1",
            paramLabel = "B",
            converter = LogPlaceConverter.class,
            description = "Another one; it may be before the first.")
    private LogPlace to;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "Where to look, as berth audit at shows it (default: everywhere).")
    private String path;

    @Mixin
    private StateOptions options;

    @Override
    public Integer call() {
        ImmutableList<StateAt> states = options.read(from, to);
        PrintWriter out = options.out();
        StateDiffText text = new StateDiffText();
        AtomicLong shown = new AtomicLong();
        StateComparison comparison = StateComparison.of(states.get(0), states.get(1), path);
        if (options.isJson()) {
            out.println(StateDiffText.json(options.region().name(), states.get(0), states.get(1)));
        }
        comparison.changes(change -> {
            shown.incrementAndGet();
            out.println(options.isJson() ? StateDiffText.json(change) : text.next(change));
        });
        out.flush();
        if (shown.get() == 0) {
            options.err().println("Nothing differs.");
        }
        return ExitCode.OK;
    }
}

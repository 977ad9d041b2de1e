package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.RegionReading;
import dev.berth.auditor.UsageText;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.Position;
import dev.berth.ledger.history.UsageOverTime;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import dev.berth.ledger.history.UsageOverTime.Row;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth audit usage}: who has held how much for how long. */
@Command(
        name = "usage",
        header = "Add up what was held over time, by project, user and resource class.",
        description = {
            "Reads the region's log, folds it again, and adds up amount × hours of what was held from one time to "
                    + "another, by the times of the log's records. A consumer that changes its owner or its amount "
                    + "in between counts in parts. The service is not asked. Where nobody watches, each row is a "
                    + "JSON object on a line."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown, even if nothing was held",
            "1:Kafka or the registry does not answer, or the beginning of the log was deleted",
            "2:the command line is wrong, or the time has not come yet",
            "4:a record is damaged; what is behind it cannot be counted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit usage --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z --csv",
            "  berth audit usage --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z --by project,type"
        })
final class AuditUsageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "Where to begin, such as 2026-10-01T00:00:00Z.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Where to end; this time itself does not count. Not in the future (default: now).")
    private Optional<Instant> end = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            defaultValue = "project,user",
            converter = UsageGroupingConverter.class,
            description = "What has rows of its own beside the class: project, user, type, consumer, several with "
                    + "commas between them; class for the class alone (default: ${DEFAULT-VALUE}).")
    private List<UsageGroupingConverter.Choice> by;

    @ArgGroup
    private Form form = new Form();

    @Mixin
    private RegionOption region;

    @Mixin
    private LogOptions log;

    private static final class Form {
        @Option(names = "--csv", description = "Print comma-separated values, with a line of names.")
        private boolean isCsv;

        @Option(names = "--json", description = "Print a JSON object for each row, watched or not.")
        private boolean isJson;

        @Option(names = "--table", description = "Print a table, watched or not.")
        private boolean isTable;
    }

    @Override
    public Integer call() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant to = end.orElse(now);
        requireSpan(to, now);
        ImmutableList<Grouping> groupings = UsageGroupingConverter.groupings(by);
        PrintWriter err = spec.commandLine().getErr();
        UsageOverTime usage;
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress = Progress.of("reading the log", 0, err)) {
            RegionReading reading =
                    new RegionReading(AuditTarget.offline(log.kafka(), registry), region.name(), progress::at);
            usage = reading.usage(from.toEpochMilli(), to.toEpochMilli(), groupings);
            region.tell(reading.stop(), err);
        }
        show(groupings, usage.rows());
        err.println("Counted from " + from + " to " + to + ".");
        tellOfTimes(usage, err);
        return ExitCode.OK;
    }

    private void requireSpan(Instant to, Instant now) {
        if (from.isAfter(to)) {
            throw wrong("expected --from before --to but " + from + " is after " + to);
        }
        if (to.isAfter(now)) {
            throw wrong("expected --to not in the future, for nobody knows what will be held, but it is " + now
                    + " and --to is " + to);
        }
    }

    private void show(ImmutableList<Grouping> groupings, ImmutableList<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        if (form.isCsv) {
            out.println(UsageText.csv(UsageText.header(groupings)));
            rows.forEach(row -> out.println(UsageText.csv(UsageText.columns(row))));
        } else if (form.isJson || !form.isTable && !Terminal.isWatched()) {
            rows.forEach(row -> out.println(UsageText.json(groupings, row)));
        } else {
            Table table = new Table(UsageText.header(groupings).toArray(String[]::new));
            rows.forEach(row -> table.row(UsageText.columns(row).toArray()));
            table.lines().forEach(out::println);
        }
        out.flush();
    }

    private void tellOfTimes(UsageOverTime usage, PrintWriter err) {
        if (usage.first().isEmpty()) {
            err.println("There is no record of region " + region.name() + " in the log.");
        }
        usage.first()
                .map(Position::timestampMs)
                .map(Instant::ofEpochMilli)
                .filter(from::isBefore)
                .ifPresent(first -> err.println("The log of region " + region.name() + " begins on " + first
                        + "; before that nothing was held."));
        usage.stepBack()
                .ifPresent(at -> err.println("Times go back at " + at + ": by the broker's clock it is older than a"
                        + " record before it, and counts as taken at that one's time."));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

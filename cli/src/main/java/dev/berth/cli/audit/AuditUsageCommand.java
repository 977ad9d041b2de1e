package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.RegionReading;
import dev.berth.auditor.UsageText;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.output.Progress;
import dev.berth.cli.output.Table;
import dev.berth.cli.output.Terminal;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.Position;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.history.UsageOverTime;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import dev.berth.ledger.history.UsageOverTime.Row;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.PastTime;
import dev.berth.terminal.PrintableWriter;
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
            "  berth audit usage --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z --by project,type",
            "  berth audit usage --from 24h --class VCPU,MEMORY_MB"
        })
final class AuditUsageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "Where to begin, such as 2026-10-01T00:00:00Z, or 24h for that long ago.")
    private PastTime begin;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Where to end; this time itself does not count. Not in the future (default: now).")
    private Optional<PastTime> end = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            defaultValue = "project,user",
            converter = UsageGroupingConverter.class,
            description = "What has rows of its own beside the class: project, user, type, consumer, several with "
                    + "commas between them; class for the class alone (default: ${DEFAULT-VALUE}).")
    private List<UsageGroupingConverter.Choice> by;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            split = ",",
            description = "Count these resource classes alone; several with commas between them (default: all).")
    private List<String> classes = List.of();

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
        Instant from = begin.at(now);
        Instant to = end.map(time -> time.at(now)).orElse(now);
        requireSpan(from, to, now);
        ImmutableSet<ResourceClass> wanted = wanted();
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
        show(
                groupings,
                usage.rows().stream()
                        .filter(row -> wanted.isEmpty() || wanted.contains(row.resourceClass()))
                        .collect(ImmutableList.toImmutableList()));
        err.println("Counted from " + from + " to " + to + ".");
        tellOfTimes(usage, from, err);
        return ExitCode.OK;
    }

    private void requireSpan(Instant from, Instant to, Instant now) {
        if (from.isAfter(to)) {
            throw wrong("expected --from before --to but " + from + " is after " + to);
        }
        if (to.isAfter(now)) {
            throw wrong("expected --to not in the future, for nobody knows what will be held, but it is " + now
                    + " and --to is " + to);
        }
    }

    private ImmutableSet<ResourceClass> wanted() {
        return classes.stream()
                .map(name -> {
                    if (!ResourceClass.isName(name)) {
                        throw wrong("--class takes the name of a resource class, such as VCPU, but got " + name);
                    }
                    return ResourceClass.of(name);
                })
                .collect(ImmutableSet.toImmutableSet());
    }

    private void show(ImmutableList<Grouping> groupings, ImmutableList<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        if (form.isCsv) {
            // A program gets ids as they are; nobody's terminal does.
            PrintWriter csv = Terminal.isWatched() ? out : PrintableWriter.unguarded(out);
            csv.println(UsageText.csv(groupings));
            rows.forEach(row -> csv.println(UsageText.csv(row)));
            csv.flush();
        } else if (form.isJson || !form.isTable && !Terminal.isWatched()) {
            rows.forEach(row -> out.println(UsageText.json(groupings, row)));
        } else {
            Table table = new Table(UsageText.header(groupings).toArray(String[]::new));
            rows.forEach(row -> table.row(UsageText.columns(row).toArray()));
            table.lines().forEach(out::println);
        }
        out.flush();
    }

    private void tellOfTimes(UsageOverTime usage, Instant from, PrintWriter err) {
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

package dev.berth.cli.audit;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.RegionReading;
import dev.berth.auditor.WhyText;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.cli.output.Progress;
import dev.berth.cli.output.Terminal;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogPlace;
import dev.berth.ledger.history.Alternatives;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.Why;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth audit why}: why a consumer has what it has. */
@Command(
        name = "why",
        header = "Tell why a consumer has what it has.",
        description = {
            "Reads the region's log, folds it again, and tells the last command that changed what the consumer "
                    + "holds: who sent it, the state it was decided in, what the consumer had before, who else was "
                    + "changed by it, and where else the same amounts could have been had then, in the order in "
                    + "which the API offers them, and what the hosts lacked that were no candidate. "
                    + "Traits and the like that the sender had asked for stand in no "
                    + "claim, so it may have been offered fewer. The service is not asked. Where nobody watches, the "
                    + "answer is a JSON object."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:told, even if the consumer never had anything",
            "1:Kafka or the registry does not answer, the beginning of the log was deleted, or a file cannot be used",
            "2:the command line is wrong",
            "4:a record is damaged; what stands behind it cannot be told"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit why 00000000-0000-4000-8000-00000000000a",
            "  berth audit why 00000000-0000-4000-8000-00000000000a --at 2026-11-28T03:12:00Z",
            "  berth audit why 00000000-0000-4000-8000-00000000000a --all --limit 20 --region east --json"
        })
final class AuditWhyCommand implements Callable<Integer> {
    private static final int LIMIT_DEFAULT = 5;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CONSUMER", description = "The UUID of the consumer.")
    private String consumer;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + LIMIT_DEFAULT,
            description = "How many alternatives are told, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @ArgGroup
    private Which which = new Which();

    private static final class Which {
        @Option(
                names = "--at",
                paramLabel = "POSITION",
                converter = LogPlaceConverter.class,
                description = "Why it had what it had there: a position such as 0@1042, an offset such as 1042, a time "
                        + "such as 2026-11-28T09:00:00Z, or 24h for that long ago (default: now).")
        private LogPlace place = new LogPlace.Now();

        @Option(names = "--all", description = "Every command that changed what it had, one after the other.")
        private boolean isAll;
    }

    @Option(names = "--json", description = "Print a JSON object for each, watched or not.")
    private boolean asJson;

    @Mixin
    private RegionOption region;

    @Mixin
    private CheckpointOptions from;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        Subject.OfConsumer subject = subject();
        if (limit < 1 || limit > Alternatives.MOST) {
            throw wrong("--limit takes a number from 1 to " + Alternatives.MOST + " but got " + limit);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Why> why;
        Optional<Checkpoint> checkpoint = from.open(region.name(), err);
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress = Progress.ofRecords("reading the log", err)) {
            RegionReading reading = new RegionReading(
                    AuditTarget.offline(log.kafka(), registry), region.name(), checkpoint, progress::at);
            why = reading.why(subject.id(), limit, which.place, each -> {
                if (which.isAll) {
                    show(each.get(), out);
                }
            });
            region.tell(reading.stop(), err);
        }
        if (why.isEmpty()) {
            err.println("Nothing was ever given to " + subject.text() + " in region " + region.name()
                    + (which.place instanceof LogPlace.Now ? "." : " until " + which.place + "."));
        } else if (!which.isAll) {
            show(why.get(), out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void show(Why why, PrintWriter out) {
        out.println(asJson || !Terminal.isWatched() ? WhyText.json(why) : WhyText.of(why));
    }

    private Subject.OfConsumer subject() {
        try {
            return (Subject.OfConsumer) Subject.of(Subject.Kind.CONSUMER, consumer, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

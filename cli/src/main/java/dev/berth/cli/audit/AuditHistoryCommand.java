package dev.berth.cli.audit;

import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.HistoryText;
import dev.berth.auditor.RegionReading;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.option.LogRangeOptions;
import dev.berth.cli.output.Progress;
import dev.berth.cli.output.Terminal;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.Printable;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.Subject;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth audit history}: what happened to something. */
@Command(
        name = "history",
        header = "Tell what ever happened to a provider, a consumer, a device, …",
        description = {
            "Reads the region's log, folds it again, and tells each command that changed the thing or was refused "
                    + "about it: position, time, command, the reason if it was refused, and who sent it; then from "
                    + "which value to which each field went. Who sent it is self-declared: it is what the writer of "
                    + "the record said. The service is not asked. Where nobody watches, each command is a JSON "
                    + "object on a line."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:told, even if nothing ever happened",
            "1:Kafka or the registry does not answer, the beginning of the log was deleted, or a file cannot be used",
            "2:the command line is wrong",
            "4:a record is damaged; what stands behind it cannot be told"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit history provider 00000000-0000-4000-8000-000000000001",
            "  berth audit history host cn1 --from 24h",
            "  berth audit history device 0000:81:00.1 --host cn1",
            "  berth audit history project 77a1 --region east --json"
        })
final class AuditHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "What it is: provider, consumer, device, host, flavor, class or project.")
    private String kind;

    @Parameters(
            index = "1",
            paramLabel = "ID",
            description =
                    "Its UUID; the address of a device; the name of a flavor or a class; a provider or a host also "
                            + "by the name that it has, or had last.")
    private String id;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The host of the device, by its UUID or its name (default: all hosts).")
    private Optional<String> host = Optional.empty();

    @Option(names = "--json", description = "Print a JSON object for each command, watched or not.")
    private boolean asJson;

    @Mixin
    private RegionOption region;

    @Mixin
    private LogRangeOptions range;

    @Mixin
    private CheckpointOptions from;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() {
        Subject.Kind of = Subject.Kind.parse(kind)
                .orElseThrow(() -> wrong("expected one of " + Subject.Kind.all() + " but got " + kind));
        boolean isByName = isName(of, id)
                || host.filter(given -> isName(Subject.Kind.HOST, given)).isPresent();
        // What is wrong in itself is said before the log is read.
        Optional<Subject> known = isByName ? Optional.empty() : Optional.of(subject(of, id, host));
        boolean isJson = asJson || !Terminal.isWatched();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        AtomicLong told = new AtomicLong();
        Subject subject;
        Optional<Checkpoint> checkpoint = from.open(region.name(), err);
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress = Progress.ofRecords("reading the log", err)) {
            RegionReading reading = new RegionReading(
                    AuditTarget.offline(log.kafka(), registry), region.name(), checkpoint, progress::at);
            subject = known.orElseGet(() -> subject(
                    of,
                    isName(of, id) ? id(reading, id, of == Subject.Kind.HOST, err) : id,
                    host.map(given -> isName(Subject.Kind.HOST, given) ? id(reading, given, true, err) : given)));
            reading.history(subject, range.from(), range.to(), entry -> {
                told.incrementAndGet();
                out.println(text(entry, isJson));
            });
            region.tell(reading.stop(), err);
        }
        out.flush();
        if (told.get() == 0) {
            boolean isPart = range.from().isPresent() || range.to().isPresent();
            err.println("Nothing " + (isPart ? "" : "ever ") + "happened to " + subject.text() + " in region "
                    + region.name() + (isPart ? " in this part of the log." : "."));
        }
        return ExitCode.OK;
    }

    /** Whether a host or another provider is named, and not by its id. */
    private static boolean isName(Subject.Kind of, String text) {
        boolean hasName = of == Subject.Kind.HOST || of == Subject.Kind.PROVIDER;
        return hasName && !HostReference.isUuid(text);
    }

    private static String id(RegionReading reading, String name, boolean isHost, PrintWriter err) {
        String id = reading.named(name, isHost).toString();
        err.println(Printable.of(name) + " is " + (isHost ? "host " : "provider ") + id + ".");
        return id;
    }

    private Subject subject(Subject.Kind of, String which, Optional<String> on) {
        try {
            return Subject.of(of, which, on);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static String text(HistoryEntry entry, boolean isJson) {
        return isJson ? HistoryText.json(entry) : HistoryText.of(entry);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

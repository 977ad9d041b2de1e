package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.LiveList;
import dev.berth.auditor.OrphanText;
import dev.berth.auditor.OrphanText.Fate;
import dev.berth.auditor.RegionReading;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.output.Progress;
import dev.berth.cli.output.Terminal;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.HeldConsumer;
import dev.berth.ledger.history.Orphans;
import dev.berth.terminal.CannotRunException;
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

/** {@code berth audit orphans}: who holds something and does not exist any more. */
@Command(
        name = "orphans",
        header = "Find consumers that hold something but do not exist, and release them.",
        description = {
            "Reads the region's log, folds it again, and compares who holds something with a list of the servers and "
                    + "migrations that exist. Who is not in the list is shown with what it holds, since when, and who "
                    + "gave it that. With --release each of them is released by a command of its own over the API of "
                    + "the service, which refuses those that were changed since they were looked at. Where nobody "
                    + "watches, each is a JSON object on a line."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:there is no orphan",
            "1:a list cannot be used; Kafka, the registry or the service does not answer or refuses; the log is cut "
                    + "or damaged; or there are more orphans than may be released",
            "2:the command line is wrong",
            "3:orphans were found, and at least one of them still is there",
            "4:orphans were found, and none of them is left"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit orphans --live servers.txt --live migrations.txt",
            "  berth audit orphans --live 'http://nova:8774/v2.1/servers/detail?all_tenants=1' "
                    + "--live http://nova:8774/v2.1/os-migrations",
            "  berth audit orphans --live servers.txt --release --reason outage --max 20"
        })
final class AuditOrphansCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--release", description = "Release the orphans; without this they are only shown.")
    private boolean isRelease;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, which the log keeps: 1 to 255 characters (default: that no list has them).")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "Release up to this many and none if there are more (default: half of all consumers of the "
                    + "region).")
    private Optional<Integer> max = Optional.empty();

    @Option(names = "--json", description = "Print a JSON object for each orphan, watched or not.")
    private boolean asJson;

    @Mixin
    private LiveOptions lists;

    @Mixin
    private ServiceClient service;

    @Mixin
    private LogOptions log;

    @Override
    public Integer call() throws InterruptedException {
        requireSense();
        if (isRelease) {
            OrphanRelease.requireRight(service);
        }
        LiveList live = lists.read(service.ca());
        PrintWriter err = spec.commandLine().getErr();
        Region region = service.region();
        RegionReading reading;
        ImmutableList<HeldConsumer> held;
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress = Progress.of("reading the log", 0, err)) {
            reading = new RegionReading(AuditTarget.offline(log.kafka(), registry), region, progress::at);
            held = reading.heldConsumers();
        } catch (DamagedRecordException e) {
            // Its own exit status would say here that orphans were released.
            throw new CannotRunException(e.getMessage(), e);
        }
        reading.stop()
                .ifPresent(at -> err.println("Region " + region + " has stopped at " + at.position()
                        + ", and nothing behind that is decided."));
        Orphans orphans =
                Orphans.among(held, live::has, lists.settledUntil(live).toEpochMilli());
        if (isRelease && !orphans.found().isEmpty()) {
            requireNotStopped(reading, region);
            requireNotTooMany(orphans);
        }
        int left = tell(orphans, live);
        summarize(orphans, live, region, left);
        if (orphans.found().isEmpty()) {
            return ExitCode.OK;
        }
        return left == 0 ? ExitCode.ORPHANS_RELEASED : ExitCode.DIFFERENCES;
    }

    private void requireSense() {
        if (!isRelease && (reason.isPresent() || max.isPresent())) {
            throw wrong("--reason and --max go with --release alone");
        }
        if (max.isPresent() && max.get() < 1) {
            throw wrong("--max takes a number of 1 or more but got " + max.get());
        }
        if (isRelease && !lists.isAgeKnown()) {
            throw wrong(
                    "--release needs --listed-at with a list that is no file and no URL: who came after the list was"
                            + " made would be taken for an orphan");
        }
        try {
            reason.ifPresent(text -> Limits.requireReason(text, "a release"));
        } catch (MalformedException e) {
            throw wrong("--reason: " + e.getMessage());
        }
    }

    private static void requireNotStopped(RegionReading reading, Region region) {
        if (reading.stop().isPresent()) {
            throw new CannotRunException("expected a region that goes on, for a release in region " + region
                    + " would wait like all else; nothing was released");
        }
    }

    private void requireNotTooMany(Orphans orphans) {
        int found = orphans.found().size();
        if (max.isPresent() ? found > max.get() : orphans.areMost()) {
            throw new CannotRunException("expected "
                    + (max.isPresent()
                            ? "at most " + max.get() + " orphans"
                            : "at most half of the " + orphans.consumers() + " consumers to be orphans")
                    + " but got " + found + ", as from a list that is not whole; nothing was released. Look at them"
                    + " without --release, and if all of them are to be released say --max " + found);
        }
    }

    /** Shows each orphan, once it is released if that is asked for, and says how many are left. */
    private int tell(Orphans orphans, LiveList live) throws InterruptedException {
        boolean isJson = isJson();
        PrintWriter out = spec.commandLine().getOut();
        OrphanRelease release = new OrphanRelease(
                service,
                reason.orElseGet(
                        () -> "orphan: not among the " + CountText.of(live.count(), "id") + " of " + live.asOf()));
        int left = 0;
        for (HeldConsumer each : orphans.found()) {
            Fate fate = isRelease ? release.release(each) : Fate.FOUND;
            left += fate == Fate.RELEASED || fate == Fate.GONE ? 0 : 1;
            out.println(isJson ? OrphanText.json(each, fate) : OrphanText.of(each, fate));
            out.flush();
        }
        return left;
    }

    private boolean isJson() {
        return asJson || !Terminal.isWatched();
    }

    private void summarize(Orphans orphans, LiveList live, Region region, int left) {
        PrintWriter to =
                isJson() ? spec.commandLine().getErr() : spec.commandLine().getOut();
        to.println("orphans  " + orphans.found().size() + " of " + CountText.of(orphans.consumers(), "consumer")
                + " of region " + region + (isRelease ? ", " + left + " left" : ""));
        to.println("exist    " + CountText.of(live.count(), "id") + " as of " + live.asOf());
        if (orphans.young() > 0) {
            to.println("young    " + CountText.of(orphans.young(), "consumer") + " in no list but changed after "
                    + lists.settledUntil(live));
        }
        to.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

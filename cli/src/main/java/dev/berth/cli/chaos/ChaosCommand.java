package dev.berth.cli.chaos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.berth.auditor.AuditReport;
import dev.berth.cli.audit.Audit;
import dev.berth.cli.option.DirConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.process.ScratchDir;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.simulator.chaos.Clients;
import dev.berth.simulator.chaos.FaultKind;
import dev.berth.simulator.chaos.FaultPlan;
import dev.berth.simulator.chaos.OperationCounts;
import dev.berth.simulator.chaos.Provider;
import dev.berth.simulator.history.History;
import dev.berth.simulator.history.Violation.Kind;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth chaos}: breaks a cluster again and again, and checks that nothing is lost. Made by picocli, for one run
 * and its thread.
 */
@Command(
        name = "chaos",
        header = "Break a cluster again and again, and check that nothing is lost.",
        description = {
            "Starts brokers and instances of its own as processes, has clients claim, release and read, and "
                    + "meanwhile kills, pauses, cuts off, fills up and damages them, one fault after the other as a "
                    + "seed has it. Every answer is judged: nothing acknowledged may be lost or done twice, no "
                    + "provider may be overcommitted, no read may be older than it says, and everything has to "
                    + "answer again after each fault. In the end the log is audited. It stops at the first thing "
                    + "that must not be, says what led to it, and keeps the data. The same seed makes the same "
                    + "faults; what they meet is up to the machine."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:nothing was found that must not be, and the audit said identical",
            "1:the cluster could not be started",
            "2:the command line is wrong",
            "3:something was found that must not be; its data is kept"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth chaos                                  ten minutes, three brokers, three instances",
            "  berth chaos --minutes 120 --seed 7 --json",
            "  berth chaos --brokers 1 --instances 2 --minutes 2",
            "  berth chaos --faults kill-instance,flip-bits --seed 7 --minutes 5"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final Duration AUDIT_MAX = Duration.ofMinutes(10);
    private static final Duration AUDIT_AGAIN = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            converter = RangeConverter.Minutes.class,
            defaultValue = "10",
            description = "No fault is begun after so long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which faults, and what clients ask for (default: a new one, shown).")
    private Optional<Long> givenSeed = Optional.empty();

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "1, or 3 with three replicas of everything (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--instances",
            paramLabel = "N",
            converter = RangeConverter.Instances.class,
            defaultValue = "3",
            description = "Instances of berth serve, from 2 to 5 (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--clients",
            paramLabel = "N",
            converter = RangeConverter.Clients.class,
            defaultValue = "6",
            description = "Clients at work at the same time (default: ${DEFAULT-VALUE}).")
    private int clientCount;

    @Option(
            names = "--recovery",
            paramLabel = "SECONDS",
            converter = RangeConverter.Recovery.class,
            defaultValue = "120",
            description = "Everything has to answer again so soon after a fault was mended (default: "
                    + "${DEFAULT-VALUE}, for a machine that is busy).")
    private int recoverySeconds;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "FAULT",
            converter = FaultConverter.class,
            description = "Draw from these alone, such as kill-instance,flip-bits (default: all).")
    private List<FaultKind> faults = List.of();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            converter = DirConverter.class,
            description = "Where logs and data are kept; it must be empty (default: a temporary one, which is taken "
                    + "away if nothing was found).")
    private Optional<Path> givenDir = Optional.empty();

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean asJson;

    @Override
    public Integer call() throws InterruptedException {
        if (brokers != 1 && brokers != 3) {
            throw new ParameterException(spec.commandLine(), "--brokers takes 1 or 3 but was " + brokers);
        }
        long seed = givenSeed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        Path dir = dir();
        err().printf(
                        "seed %d, %s, %s, all in %s%n",
                        seed, CountText.of(brokers, "broker"), CountText.of(instances, "instance"), dir);
        err().flush();
        ChaosOutcome outcome = run(seed, dir);
        if (asJson) {
            spec.commandLine().getOut().println(ChaosOutput.json(outcome).toPrettyString());
        } else {
            ChaosOutput.print(outcome, spec.commandLine().getOut());
        }
        if (!outcome.isRight()) {
            return ExitCode.DIFFERENCES;
        }
        if (givenDir.isEmpty()) {
            ScratchDir.delete(dir);
        }
        return ExitCode.OK;
    }

    private ChaosOutcome run(long seed, Path dir) throws InterruptedException {
        Layout layout = new Layout(brokers, instances, 2 * instances);
        ImmutableList<Provider> providers = Layout.providers(seed);
        History history = Clients.historyOf(providers);
        OperationCounts tally = new OperationCounts();
        long beganNs = System.nanoTime();
        LongSupplier clockNs = () -> System.nanoTime() - beganNs;
        try (Cluster cluster = Cluster.start(dir, layout, START_MAX);
                Scraper scraper = new Scraper(cluster);
                Clients clients = new Clients(cluster.doors(), providers, history, tally, clockNs, seed)) {
            if (!clients.provide(clockNs.getAsLong() + START_MAX.toNanos())) {
                throw new CannotRunException("the cluster did not take the providers; see the logs in " + dir);
            }
            err().printf("started after %.1f s%n", clockNs.getAsLong() / 1e9);
            clients.begin(clientCount);
            scraper.begin();
            Duration recovery = Duration.ofSeconds(recoverySeconds);
            ChaosRun run = new ChaosRun(
                    cluster,
                    clients,
                    history,
                    new FaultPlan(seed, instances, brokers, kinds(cluster)),
                    new FaultHand(cluster, layout, recovery.toMillis()),
                    clockNs,
                    recovery);
            long untilNs = clockNs.getAsLong() + Duration.ofMinutes(minutes).toNanos();
            ImmutableList<Cycle> cycles = run.run(untilNs, cycle -> tell(cycle, tally, history));
            String audit = history.violations().stream().anyMatch(found -> found.kind() == Kind.SILENT)
                    ? "none, for the service does not answer"
                    : audit(cluster, history, clockNs);
            if (history.violationCount() > 0) {
                cluster.keepDisks();
            }
            return new ChaosOutcome(
                    seed,
                    layout,
                    dir,
                    clockNs.getAsLong(),
                    cycles,
                    tally,
                    audit,
                    history.violations(),
                    history.violationCount());
        }
    }

    private ImmutableSet<FaultKind> kinds(Cluster cluster) {
        List<FaultKind> asked = faults.isEmpty() ? Arrays.asList(FaultKind.values()) : faults;
        if (cluster.hasSmallDisk()) {
            return ImmutableSet.copyOf(asked);
        }
        err().println("full disks are left out: no small disk to be had, for unshare -rm, mount -t tmpfs or nsenter "
                + "does not work here");
        return asked.stream().filter(kind -> !kind.needsSmallDisk()).collect(ImmutableSet.toImmutableSet());
    }

    private void tell(Cycle cycle, OperationCounts tally, History history) {
        err().printf("%s; %s%n", Printable.of(cycle), CountText.of(tally.all(), "operation"));
        history.violations().forEach(violation -> err().println("VIOLATION " + Printable.of(violation)));
        err().flush();
    }

    /** Audits log and stores. */
    private String audit(Cluster cluster, History history, LongSupplier clockNs) throws InterruptedException {
        FinalAudit.Result result = new FinalAudit(() -> auditOnce(cluster), AUDIT_AGAIN, AUDIT_MAX).run();
        if (!result.isRight()) {
            history.report(Kind.DIFFERENT, clockNs.getAsLong(), result.told());
        }
        return result.told();
    }

    private AuditReport auditOnce(Cluster cluster) {
        try (SchemaRegistry registry = SchemaRegistry.connect(cluster.registry())) {
            return Audit.runWithStores(
                    KafkaConnection.to(cluster.kafka()),
                    registry,
                    cluster.doors().get(0),
                    "admin",
                    new CaOption().context(),
                    err());
        }
    }

    private Path dir() {
        try {
            if (givenDir.isEmpty()) {
                return Files.createTempDirectory("berth-chaos-");
            }
            Path dir = Files.createDirectories(givenDir.get().toAbsolutePath().normalize());
            try (Stream<Path> files = Files.list(dir)) {
                if (files.findAny().isPresent()) {
                    throw new CannotRunException("--data-dir has to be empty but there is something in " + dir);
                }
            }
            return dir;
        } catch (IOException e) {
            throw new CannotRunException("cannot make a directory for the data: " + FailureWords.of(e), e);
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}

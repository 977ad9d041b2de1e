package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.cli.client.TokenOption;
import dev.berth.cli.client.UrlOption;
import dev.berth.cli.output.PrintOptions;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetSpec;
import dev.berth.simulator.fleet.LargeHosts;
import dev.berth.simulator.fleet.SimulatedHost;
import dev.berth.simulator.load.ClaimLoadReport;
import dev.berth.simulator.trace.TraceJson;
import dev.berth.simulator.trace.TraceReport;
import dev.berth.simulator.workload.OtherClients;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth simulate}: loads a service with simulated hosts and schedulers. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "simulate",
        header = "Load a service with simulated hosts and schedulers, and check every answer.",
        description = {
            "Load any Placement service: publish a simulated fleet, then let schedulers ask for candidates, claim "
                    + "and release. Every answer is checked, and in the end what was granted is compared with what "
                    + "the service says is held. All that was claimed is released, also where the service answers "
                    + "wrongly, and with Ctrl-C; the fleet stays. What the service does not release is named, with "
                    + "its project. All consumers are of the user simulator, and of projects that begin with "
                    + "simulation- or load-.",
            "",
            "With --claims-alone clients claim and release and do nothing else, on hosts of one provider each that "
                    + "have room for all. It measures claims a second, times, and the processor time that the service "
                    + "takes for each, if it says so at /metrics. Requests that are put off with 429 or 503 and a time "
                    + "are counted, and made again after that time.",
            "",
            "With --trace, replay a recorded workload instead, in this process: each task claims the first candidate "
                    + "in the order of a policy. What is shown is how much of the GPUs can be given out that way."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:every answer was as it may be, and the books agree",
            "1:the service could not be reached, or did not take the fleet",
            "2:the command line is wrong",
            "3:an answer was wrong or lost, or the books differ",
            "130:it was ended with Ctrl-C; nothing is reported"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth simulate",
            "  berth simulate --clients 1,8,64 --seconds 10",
            "  berth simulate --url http://127.0.0.1:8778/regions/test --hosts 1000 --claims 20000 --json",
            "  berth simulate --hosts 0 --shared      load a service that others use, on the hosts it has",
            "  berth simulate --claims-alone --clients 64 --seconds 10",
            "  berth simulate --claims-alone --hot --clients 64 --seconds 10",
            "  berth simulate --claims-alone --hold --clients 8,64 --seconds 10",
            "  berth simulate --claims-alone --clients 2000 --rate 5000 --readers 4 --seconds 20",
            "  berth simulate --trace openb_pod_list_default.csv --seed 1 --repeats 10 --html report.html"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final long CLAIMS = 5_000;

    /** For a slow service, which has to release one consumer after the other. */
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Mixin
    private UrlOption base;

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,8,64",
            description = "Schedulers at work at the same time; one round for each number (default: ${DEFAULT-VALUE}).")
    private List<Integer> clients;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "200",
            description = "Publish a fleet of N hosts first; 0 for none (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(
            names = "--fleet-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which fleet; the same seed names the same hosts (default: ${DEFAULT-VALUE}).")
    private long fleetSeed;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Make N claims first that are not timed (default: ${DEFAULT-VALUE}).")
    private long warmUp;

    @Option(names = "--shared", description = "Others use the service too, so a claim may be refused at any time.")
    private boolean isShared;

    @Mixin
    private PrintOptions print;

    @ArgGroup(exclusive = false, heading = "%nReplaying a trace:%n")
    private TraceOptions trace;

    @Mixin
    private LoadOptions load;

    @Mixin
    private ClaimsOptions claims;

    @Mixin
    private TokenOption caller;

    @Mixin
    private CaOption ca;

    @Override
    public Integer call() throws InterruptedException {
        if (trace != null) {
            replay();
            return ExitCode.OK;
        }
        boolean areAlone = claims.areAlone();
        try (Simulation simulation = Simulation.of(plan(), spec.commandLine().getErr())) {
            return areAlone ? claimsAlone(simulation) : schedulers(simulation);
        }
    }

    private int schedulers(Simulation simulation) throws InterruptedException {
        if (hosts > 0) {
            simulation.publish(Fleet.of(FleetSpec.of(fleetSeed, hosts)));
        }
        // From here on something is held, so a stop has to wait; it may cut what comes before.
        StopSignal stop = StopSignal.install(STOP_TIMEOUT);
        try {
            List<SimulationRound> rounds = simulation.run(stop::isAsked);
            if (!stop.isAsked()) {
                print.show(SimulationOutput.json(rounds), out -> SimulationOutput.print(rounds, out));
            }
            return rounds.stream().allMatch(SimulationRound::isRight) ? ExitCode.OK : ExitCode.DIFFERENCES;
        } finally {
            stop.done();
        }
    }

    private int claimsAlone(Simulation simulation) throws InterruptedException {
        if (hosts < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--claims-alone needs --hosts of 1 or more, but was given " + hosts);
        }
        ImmutableList<SimulatedHost> large = LargeHosts.of(fleetSeed, claims.isHot() ? 1 : hosts);
        simulation.publish(large);
        StopSignal stop = StopSignal.install(STOP_TIMEOUT);
        try {
            List<ClaimLoadReport> reports =
                    new ClaimsSimulation(plan(), claims, spec.commandLine().getErr()).run(large, stop::isAsked);
            if (!stop.isAsked()) {
                print.show(ClaimsOutput.json(reports), out -> ClaimsOutput.print(reports, out));
            }
            return reports.stream().allMatch(ClaimLoadReport::isRight) ? ExitCode.OK : ExitCode.DIFFERENCES;
        } finally {
            stop.done();
        }
    }

    private void replay() {
        trace.wrong().ifPresent(wrong -> {
            throw new ParameterException(spec.commandLine(), wrong);
        });
        TraceReport report = new TraceSimulation(trace, spec.commandLine().getErr()).run(load.seed());
        trace.page().ifPresent(file -> TraceOutput.write(report, file));
        print.show(TraceJson.of(report), out -> TraceOutput.print(report, out));
    }

    private SimulationPlan plan() {
        if (clients.stream().anyMatch(number -> number < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--clients takes numbers of 1 or more, such as 1,8,64, but was " + clients);
        }
        return new SimulationPlan(
                base.url(),
                ImmutableList.copyOf(clients),
                load.limit(CLAIMS),
                warmUp,
                load.seed(),
                load.candidates(),
                isShared ? OtherClients.SHARED : OtherClients.ALONE,
                caller.token(),
                ca.file());
    }
}

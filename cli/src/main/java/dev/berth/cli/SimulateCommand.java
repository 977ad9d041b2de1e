package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetSpec;
import dev.berth.simulator.trace.TraceJson;
import dev.berth.simulator.trace.TraceReport;
import dev.berth.simulator.workload.OtherClients;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        header = "Load a service with simulated hosts and schedulers, and check every answer.",
        description = {
            "Load any Placement service: publish a simulated fleet, then let schedulers ask for candidates, claim "
                    + "and release. Every answer is checked, and in the end what was granted is compared with what "
                    + "the service says is held. All that was claimed is released; the fleet stays.",
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
            "3:an answer was wrong or lost, or the books differ"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth simulate",
            "  berth simulate --clients 1,8,64 --seconds 10",
            "  berth simulate --url http://127.0.0.1:8778/regions/test --hosts 1000 --claims 20000 --json",
            "  berth simulate --hosts 0 --shared      load a service that others use, on the hosts it has",
            "  berth simulate --trace openb_pod_list_default.csv --seed 1 --repeats 10 --html report.html"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final long CLAIMS = 5_000;

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

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean asJson;

    @ArgGroup(exclusive = false, heading = "%nReplaying a trace:%n")
    private TraceOptions trace;

    @Mixin
    private LoadOptions load;

    @Mixin
    private TokenOption caller;

    @Mixin
    private CaOption ca;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (trace != null) {
            replay(out);
            return ExitCode.OK;
        }
        try (Simulation simulation = Simulation.of(plan(), spec.commandLine().getErr())) {
            if (hosts > 0) {
                simulation.publish(Fleet.of(FleetSpec.of(fleetSeed, hosts)));
            }
            List<SimulationRound> rounds = simulation.run();
            if (asJson) {
                out.println(SimulationOutput.json(rounds).toPrettyString());
            } else {
                SimulationOutput.print(rounds, out);
            }
            return rounds.stream().allMatch(SimulationRound::isRight) ? ExitCode.OK : ExitCode.DIFFERENCES;
        }
    }

    private void replay(PrintWriter out) {
        trace.wrong().ifPresent(wrong -> {
            throw new ParameterException(spec.commandLine(), wrong);
        });
        TraceReport report = new TraceSimulation(trace, spec.commandLine().getErr()).run(load.seed());
        trace.page().ifPresent(file -> TraceOutput.write(report, file));
        if (asJson) {
            out.println(TraceJson.of(report).toPrettyString());
        } else {
            TraceOutput.print(report, out);
        }
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

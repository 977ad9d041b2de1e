package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.agent.Agent;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.command.AgentOutput;
import dev.berth.agent.command.HostOptions;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.sink.HttpReportSink;
import dev.berth.api.policy.PolicySettings;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.ReportText;
import dev.berth.cli.audit.Audit;
import dev.berth.cli.logging.Logging;
import dev.berth.cli.process.ScratchDir;
import dev.berth.cli.serve.DataDir;
import dev.berth.cli.serve.ServiceOptions;
import dev.berth.cli.service.Backbone;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.ServiceSettings;
import dev.berth.cli.service.Storage;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Region;
import dev.berth.simulator.fleet.DeviceHost;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetSpec;
import dev.berth.simulator.workload.OtherClients;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth demo}: shows all of it at work, and leaves nothing behind. Made by picocli, for one run and its thread.
 */
@Command(
        name = "demo",
        header = "See all of it work, start to finish, and leave nothing behind.",
        description = {
            "Starts everything on free ports in a temporary directory; reports this host as its agent does, and a "
                    + "simulated fleet; claims PCI devices by flavor; lets schedulers ask, claim and release; then "
                    + "reads the whole log again and proves that the service agrees with it."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:every answer was right, and the service agrees with its log",
            "1:something could not be started",
            "2:the command line is wrong",
            "3:an answer was wrong, or service and log differ"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth demo",
            "  berth demo --hosts 1000 --clients 32 --seconds 30",
            "  berth demo --seed 42 --claims 10000"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final long CLAIMS = 3_000;
    private static final Region REGION = Region.DEFAULT;
    private static final long FLEET_SEED = 1;

    /** The headers that a service without authentication believes. */
    private static final String ADMIN = "admin";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "200",
            description = "Hosts in the simulated fleet (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            description = "Schedulers at work at the same time (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Mixin
    private LoadOptions load;

    @Override
    public Integer call() throws InterruptedException {
        if (hosts < 1 || clients < 1) {
            throw new ParameterException(spec.commandLine(), "--hosts and --clients take numbers of 1 or more");
        }
        Logging.onlyWarnings();
        NumberedSteps steps = new NumberedSteps(out(), 6);
        try (ScratchDir dir = ScratchDir.create()) {
            DataDir.open(dir.path());
            steps.begin("start Kafka, schema registry and service in " + dir.path());
            try (Backbone backbone = Backbone.start(Optional.empty(), Optional.empty(), dir.path(), 0, 0, fault -> {});
                    Service service = Service.start(settings(backbone, dir.path()), Storage.UNWATCHED)) {
                steps.end("serving " + service.url());
                return show(steps, backbone, service);
            }
        }
    }

    private int show(NumberedSteps steps, Backbone backbone, Service service) throws InterruptedException {
        try (SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl());
                Simulation simulation =
                        Simulation.of(plan(service), spec.commandLine().getErr())) {
            steps.begin("report this host, as berth agent does");
            reportThisHost(service);
            steps.end("");
            steps.begin("report a fleet of " + hosts + " simulated hosts");
            Fleet fleet = Fleet.of(FleetSpec.of(FLEET_SEED, hosts));
            simulation.publishByReports(fleet);
            simulation.awaitHosts(fleet);
            steps.end(CountText.of(fleet.providerCount(), "provider"));
            steps.begin("claim PCI devices by flavor, near the NUMA cell of a guest");
            boolean isServed = showDevices(service);
            steps.end("");
            steps.begin("let " + CountText.of(clients, "scheduler") + " ask, claim and release");
            List<SimulationRound> rounds = simulation.run(() -> false);
            steps.end("");
            SimulationOutput.print(rounds, out());
            steps.begin("decide every command of the log again, as berth audit verify does");
            AuditReport audit = Audit.run(
                    backbone.kafka(),
                    registry,
                    Optional.of(URI.create(service.url())),
                    ADMIN,
                    new CaOption().context(),
                    spec.commandLine().getErr());
            out().print(ReportText.of(audit).indent(5));
            steps.end("");
            boolean isRight = isServed && rounds.stream().allMatch(SimulationRound::isRight);
            return isRight && audit.isIdentical() && audit.isGoingOn() ? ExitCode.OK : ExitCode.DIFFERENCES;
        }
    }

    private void reportThisHost(Service service) throws InterruptedException {
        HostOptions thisHost = new HostOptions();
        CommandLine.populateCommand(thisHost);
        try (Agent agent = new Agent(thisHost.reports(REGION), administrator(service))) {
            new AgentOutput(out(), spec.commandLine().getErr()).show(agent.step());
        }
    }

    /** Nobody has enrolled the hosts of a demo, so an administrator reports for them. */
    private static ReportSink administrator(Service service) {
        return new HttpReportSink(
                new HttpService(URI.create(service.url()), Optional.empty(), () -> Optional.of("admin")),
                REGION,
                new ReportNumbers(System::currentTimeMillis, Optional.empty()));
    }

    private boolean showDevices(Service service) throws InterruptedException {
        List<DeviceHost> withDevices = List.of(new DeviceHost("net-1"), new DeviceHost("net-2"));
        return new DeviceTour(service.url(), withDevices, out()).show();
    }

    private SimulationPlan plan(Service service) {
        return new SimulationPlan(
                URI.create(service.url()),
                ImmutableList.of(clients),
                load.limit(CLAIMS),
                0,
                load.seed(),
                load.candidates(),
                OtherClients.ALONE,
                ADMIN,
                Optional.empty());
    }

    private ServiceSettings settings(Backbone backbone, Path dir) {
        ServiceOptions usual = new ServiceOptions();
        CommandLine.populateCommand(usual, "--port", "0");
        return usual.settings(
                backbone.kafka(),
                backbone.registryUrl(),
                dir.resolve("stores"),
                "demo",
                usual.open(PolicySettings.PLACEMENT.withRegionsOfAdmins()),
                1,
                1,
                port -> Optional.empty(),
                usual.authentication(spec.commandLine()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

package dev.berth.agent.command;

import dev.berth.agent.Agent;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportJson;
import dev.berth.agent.report.ReportTable;
import dev.berth.events.model.Region;
import dev.berth.terminal.DurationConverter;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.OutputLostException;
import dev.berth.terminal.RegionConverter;
import dev.berth.terminal.StopSignal;
import dev.berth.terminal.config.CommandLineOnly;
import dev.berth.terminal.config.Section;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Section("agent")
@Command(
        name = "agent",
        subcommands = AgentKeyCommand.class,
        header = "Report what this host has, now and whenever it changes.",
        description = {
            "Reads CPUs, memory, disk, NUMA cells and PCI devices of this host, without being root, and reports them "
                    + "to the service, over HTTP or by signed records in Kafka. Looks again every interval, and "
                    + "reports again if something else is in force than the host has. Which PCI devices "
                    + "are offered is for the device spec to say."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:reported and granted, or shown",
            "1:a file, the service, Kafka or the registry cannot be used, problems stand against the report, or with "
                    + "--once it is refused or nothing said whether it was granted",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${COMMAND-FULL-NAME} --dry-run",
            "  ${COMMAND-FULL-NAME} --url https://berth.example:8778 --cacert ca.pem --token-file token",
            "  ${COMMAND-FULL-NAME} --device-spec devices.json --interval 30s --region east",
            "  ${COMMAND-FULL-NAME} key /etc/berth/agent.pem",
            "  ${COMMAND-FULL-NAME} --kafka kafka1:9092,kafka2:9092 --registry http://registry:8081 --key "
                    + "/etc/berth/agent.pem",
            "  ${COMMAND-FULL-NAME} --placement https://placement.example:8778 --token-file token",
            "  ${COMMAND-FULL-NAME} --from-legacy compute-node.json --dry-run --json"
        })
public class AgentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @CommandLineOnly
    @Option(names = "--dry-run", description = "Show what would be reported, and report nothing.")
    private boolean isDryRun;

    @CommandLineOnly
    @Option(names = "--once", description = "Report whatever is in force, and end once it is known what was decided.")
    private boolean isOnce;

    @CommandLineOnly
    @Option(names = "--json", description = "With --dry-run: print the report as JSON.")
    private boolean asJson;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How often to look for changes, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = RegionConverter.class,
            description = "The region that the host is in (default: ${DEFAULT-VALUE}).")
    private Region region;

    @Mixin
    private HostOptions host;

    @Mixin
    private AgentDoorOptions door;

    @Override
    public Integer call() throws InterruptedException {
        Supplier<ReportAttempt> reports = host.reports(region);
        return isDryRun ? show(reports.get()) : report(reports);
    }

    private int show(ReportAttempt attempt) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(asJson ? ReportJson.render(attempt) + "\n" : ReportTable.render(attempt));
        out.flush();
        return attempt.report().isPresent() ? ExitCode.OK : ExitCode.COULD_NOT_RUN;
    }

    private int report(Supplier<ReportAttempt> reports) throws InterruptedException {
        StopSignal stop = StopSignal.install();
        FirstContact contact = new FirstContact();
        if (!isOnce) {
            // One that stays tells of each question that is not answered, and a slow start must not end it.
            contact.made();
        }
        try {
            return contact.await(FirstContact.TIMEOUT, door.whom(), () -> report(reports, contact, stop));
        } finally {
            stop.done();
        }
    }

    private int report(Supplier<ReportAttempt> reports, FirstContact contact, StopSignal stop)
            throws InterruptedException {
        try (AgentDoorOptions.Door opened = door.open(region, contact);
                Agent agent = new Agent(reports, opened.sink())) {
            opened.key().ifPresent(key -> showKey(key, opened.url(), reports));
            AgentOutput output = new AgentOutput(
                    spec.commandLine().getOut(), spec.commandLine().getErr());
            if (isOnce) {
                Agent.Step step = agent.once();
                output.show(step);
                return isGranted(step) ? ExitCode.OK : ExitCode.COULD_NOT_RUN;
            }
            Thread closer = new Thread(() -> closeWhenAsked(stop, agent), "agent-closer");
            closer.setDaemon(true);
            closer.start();
            agent.run(interval, step -> rest(output, step));
            return ExitCode.OK;
        }
    }

    /** A report whose fate is unknown is not printed as reported. */
    private static boolean isGranted(Agent.Step step) {
        return step instanceof Agent.Step.Published published
                && published.receipt() instanceof ReportSink.Receipt.Accepted;
    }

    /** Between two looks, a minute or so, the heap need not be as large as a report made it. */
    private void rest(AgentOutput output, Agent.Step step) {
        try {
            output.show(step);
        } catch (OutputLostException e) {
            // An agent is there to report, and a full disk under its output must not end it.
            spec.commandLine().getErr().println("warning: " + e.getMessage());
        }
        System.gc();
    }

    private void showKey(AgentKeyFile key, String url, Supplier<ReportAttempt> reports) {
        String id =
                reports.get().report().map(report -> report.host().toString()).orElse("HOST-UUID");
        AgentKeyCommand.show(spec.commandLine().getOut(), key, url, id);
    }

    private static void closeWhenAsked(StopSignal stop, Agent agent) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent.close();
    }
}

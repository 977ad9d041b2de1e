package dev.berth.cli.shadow;

import dev.berth.cli.client.UrlOption;
import dev.berth.cli.migration.PeerOptions;
import dev.berth.cli.option.AddressConverter;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.option.SizeConverter;
import dev.berth.cli.option.WordConverter;
import dev.berth.cli.output.Terminal;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Printable;
import dev.berth.projector.Address;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth shadow}: runs Berth in the shadow of a Placement. Made by picocli, for one run and its thread. */
@Command(
        name = "shadow",
        header = "Run Berth in the shadow of a Placement: the same calls, and what comes to something else.",
        description = {
            "A proxy: the Placement answers its clients as before, and each call is made again on Berth, in the same "
                    + "order for each provider and consumer. Statuses, bodies and generations are compared. Berth is "
                    + "brought in line first, as berth import does, and again where it missed something; clients "
                    + "never notice.",
            "The report is at the address of --report: / as text, /report as JSON, /metrics for Prometheus. It goes "
                    + "on until it is stopped by SIGINT or SIGTERM, gives calls under way 8 s to end, and prints the "
                    + "report then. docs/shadow.md tells the whole way."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:stopped, and nothing was different but what is documented, unordered or arbitrary",
            "1:an address cannot be listened on",
            "2:the command line is wrong",
            "3:stopped, and something was different"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth shadow --primary http://placement.example:8778 --listen 0.0.0.0:8780",
            "  berth shadow --primary https://cloud.example/placement --listen 127.0.0.1:8780 --region RegionOne",
            "  berth shadow --primary http://placement.example:8778 --serve-from berth"
        })
public final class ShadowCommand implements Callable<Integer> {
    private static final long TOKEN_BYTES_MAX = 64 * 1024;

    private enum Answering {
        PRIMARY,
        BERTH
    }

    private static final class ServiceWord extends WordConverter<Answering> {
        ServiceWord() {
            super(Answering.values(), service -> service.name().toLowerCase(Locale.ROOT));
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--primary",
            paramLabel = "URL",
            required = true,
            converter = UrlOption.Converter.class,
            description = "The Placement, as the catalogue has it now.")
    private URI primary;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8780",
            converter = AddressConverter.class,
            description = "Where clients are served, at the path that the Placement has (default: ${DEFAULT-VALUE}).")
    private Address listen;

    @Option(
            names = "--report",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8781",
            converter = AddressConverter.class,
            description = "Where the report is: an address of this machine alone, for nobody is asked there who they"
                    + " are (default: ${DEFAULT-VALUE}).")
    private Address report;

    @Option(
            names = "--serve-from",
            paramLabel = "SERVICE",
            defaultValue = "primary",
            converter = ServiceWord.class,
            description = "Which one answers: primary, and Berth follows; or berth, and the Placement follows (default:"
                    + " ${DEFAULT-VALUE}).")
    private Answering answering;

    @Option(
            names = "--mirror",
            description = "Delete what only Berth has when it is brought in line first. For a region that nothing but"
                    + " imports and shadows write to.")
    private boolean isMirror;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "10000",
            converter = RangeConverter.Waiting.class,
            description = "How many calls may wait for the service that follows, 1 to 1000000; more are missed, and"
                    + " counted (default: ${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "64M",
            converter = SizeConverter.class,
            description = "What calls and their answers may take of the memory (default: ${DEFAULT-VALUE}).")
    private long memory;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Where a token of an administrator is, which both services are read with to bring Berth in"
                    + " line; read each time, so that it can be renewed (default: --peer-token and --token).")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--json", description = "Print JSON, watched or not (default: JSON where nobody watches).")
    private boolean isJson;

    @Mixin
    private PeerOptions options;

    @Override
    public Integer call() throws InterruptedException {
        InetSocketAddress pages = address("--report", report);
        if (!pages.getAddress().isLoopbackAddress()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--report takes an address of this machine alone, such as 127.0.0.1:8781, because the report shows"
                            + " what clients send and asks nobody who they are; but was " + report);
        }
        ShadowSettings settings = new ShadowSettings(
                primary,
                options.service().regionUri(),
                answering == Answering.PRIMARY,
                address("--listen", listen),
                pages,
                options.service().ca().file(),
                options.connections(),
                queue,
                memory,
                isMirror);
        StopSignal stop = StopSignal.install();
        try {
            int status = follow(settings, stop) ? ExitCode.DIFFERENCES : ExitCode.OK;
            stop.done(status);
            return status;
        } finally {
            stop.done();
        }
    }

    /** Until it is told to stop; whether something was different. */
    private boolean follow(ShadowSettings settings, StopSignal stop) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean asJson = isJson || !Terminal.isWatched();
        try (RunningShadow running = RunningShadow.start(settings, new BothClients())) {
            // What is printed as JSON is one object, at the end; that it serves is told at once all the same.
            PrintWriter told = asJson ? spec.commandLine().getErr() : out;
            told.println("serving at " + listen + "; the report is at http://" + report + "/");
            told.flush();
            stop.await();
            running.drain();
            out.println(
                    asJson
                            ? Printable.lines(running.report().json(), "")
                            : running.report().text());
            out.flush();
            return running.report().isDifferent();
        }
    }

    private InetSocketAddress address(String option, Address given) {
        InetSocketAddress address = new InetSocketAddress(given.host(), given.port());
        if (address.isUnresolved()) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " takes an address of this machine, but no machine is known as " + given.host());
        }
        return address;
    }

    /** Clients of both, with the token that there is now. */
    private final class BothClients implements ShadowSettings.Clients {
        @Override
        public PlacementClient placement() throws InterruptedException {
            return tokenFile.isPresent()
                    ? options.peer(primary, token(tokenFile.get()), "--token-file")
                    : options.peer(primary);
        }

        @Override
        public PlacementClient berth() throws InterruptedException {
            return tokenFile.isPresent() ? options.berth(token(tokenFile.get()), "--token-file") : options.berth();
        }
    }

    private static String token(Path file) {
        try {
            String token = Files.size(file) > TOKEN_BYTES_MAX
                    ? ""
                    : Files.readString(file).strip();
            if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127)) {
                return token;
            }
        } catch (IOException e) {
            throw new CannotRunException("--token-file " + file + " cannot be read: " + FailureWords.of(e), e);
        }
        throw new CannotRunException(
                "--token-file " + file + " has no token: expected one line of printable characters");
    }
}

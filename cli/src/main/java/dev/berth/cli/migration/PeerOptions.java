package dev.berth.cli.migration;

import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.output.Progress;
import dev.berth.cli.placement.FactsReading.Watcher;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.terminal.TokenConverter;
import dev.berth.terminal.config.SecretValue;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command calls another Placement beside Berth, and how hard. A mixin, for one command. */
public final class PeerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @SecretValue
    @Option(
            names = "--peer-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:PLACEMENT_TOKEN:-admin}",
            converter = TokenConverter.class,
            description =
                    "What to send to the other Placement as X-Auth-Token: of an administrator, as openstack token "
                            + "issue prints it. Better set as PLACEMENT_TOKEN in the environment (default: that, or "
                            + "admin, whom a Placement with noauth2 believes).")
    private String token;

    @Option(
            names = "--connections",
            paramLabel = "N",
            converter = RangeConverter.Clients.class,
            defaultValue = "8",
            description = "Calls under way at a time, 1 to 64, each on a connection of its own (default: "
                    + "${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            converter = RangeConverter.Wait.class,
            defaultValue = "60",
            description = "How long one answer may take, 1 to 3600 s (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Mixin
    private ServiceClient service;

    private volatile Optional<Progress> shown = Optional.empty();

    public ServiceClient service() {
        return service;
    }

    public int connections() {
        return connections;
    }

    /** A client of the other Placement, which has answered once. */
    public PlacementClient peer(URI url) throws InterruptedException {
        return peer(url, token, "--peer-token or PLACEMENT_TOKEN").telling(this::note);
    }

    /**
     * The same with a token that is given in another way.
     *
     * @param tokenOption how it is given, for messages
     */
    public PlacementClient peer(URI url, String otherToken, String tokenOption) throws InterruptedException {
        return new PlacementClient(service.ca().client(), url, otherToken, Duration.ofSeconds(waitSeconds), tokenOption)
                .negotiated();
    }

    /** A client of the region of Berth that is meant, which has answered once. */
    public PlacementClient berth() throws InterruptedException {
        return service.placement(Duration.ofSeconds(waitSeconds)).negotiated().telling(this::note);
    }

    /** The same with a token that is given in another way. */
    public PlacementClient berth(String otherToken, String tokenOption) throws InterruptedException {
        return service.placement(Duration.ofSeconds(waitSeconds), otherToken, tokenOption)
                .negotiated();
    }

    /** Does some work and shows how far it has come. */
    <T> T watched(String task, Watched<T> work) throws InterruptedException {
        PrintWriter err = command.commandLine().getErr();
        try (Progress progress = Progress.ofRecords(task, err)) {
            shown = Optional.of(progress);
            return work.run((what, done, all) -> progress.at(done, all));
        } finally {
            shown = Optional.empty();
        }
    }

    /** Where nobody watches, nobody is told. */
    private void note(String text) {
        shown.ifPresent(progress -> progress.note(text));
    }

    interface Watched<T> {
        T run(Watcher watcher) throws InterruptedException;
    }
}

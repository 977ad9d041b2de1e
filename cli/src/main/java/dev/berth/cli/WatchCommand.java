package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.auditor.LogText;
import dev.berth.cli.client.ServerEvents;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.cli.output.Terminal;
import dev.berth.events.command.CommandKind;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.log.LogPlace;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.DurationConverter;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth watch}: what is decided, as it is decided, from a running service. */
@Command(
        name = "watch",
        header = "Show what is decided in a region, as it is decided.",
        description = {
            "Shows each command once it is decided, with what was decided and what happened: a row for somebody at a "
                    + "terminal, a JSON object on a pipe. It goes on until it is interrupted, over restarts of the "
                    + "service too, and leaves nothing out and shows nothing twice."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:as many were shown as --limit says",
            "1:the service does not answer, or refuses to be watched from there",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth watch --kind CLAIM_ALLOCATIONS",
            "  berth watch --region east --from 24h --json",
            "  berth watch --after 0@1042"
        })
final class WatchCommand implements Callable<Integer> {
    /** A service sends something every ten seconds. */
    private static final long SILENCE_MAX_NS = Duration.ofSeconds(40).toNanos();

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceClient service;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            converter = LogPlaceConverter.class,
            description = "Begin with the command at this position, such as 0@1042, or with the first since a time such"
                    + " as 2026-11-28T09:00:00Z, or 24h for that long ago (default: what is decided from now on).")
    private Optional<LogPlace> from = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Begin behind this event: the position of its command, such as 0@1042.")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "COMMAND",
            split = ",",
            description = "Only commands of these kinds, such as CLAIM_ALLOCATIONS; may be given several times.")
    private List<CommandKind> kinds = List.of();

    @Option(names = "--provider", paramLabel = "UUID", description = "Only what names the provider.")
    private Optional<UUID> provider = Optional.empty();

    @Option(names = "--consumer", paramLabel = "UUID", description = "Only what names the consumer.")
    private Optional<UUID> consumer = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "End after so many events (default: never).")
    private Optional<Long> limit = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "End after the service could not be reached for so long, once it has been (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(names = "--json", description = "Print a JSON object for each event, watched or not.")
    private boolean asJson;

    private boolean hasBegun;
    private boolean hasHeader;
    private long shown;
    private long heardNs = System.nanoTime();
    private Optional<String> lastId = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (from.isPresent() && after.isPresent()) {
            throw new ParameterException(spec.commandLine(), "expected --from or --after, not both");
        }
        if (limit.filter(most -> most < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--limit takes a number from 1 on but got " + limit.get());
        }
        lastId = after;
        while (isWanted()) {
            watch();
            if (isWanted()) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
        return ExitCode.OK;
    }

    private boolean isWanted() {
        return limit.filter(most -> shown >= most).isEmpty();
    }

    /** Watches until the connection ends, from wherever that may be. */
    private void watch() throws InterruptedException {
        try {
            HttpResponse<InputStream> answer = service.events("/watch" + query(), lastId);
            try (InputStream in = answer.body();
                    Silence silence = new Silence(in)) {
                if (answer.statusCode() == 503 && hasBegun) {
                    goOn(ServiceAnswer.of(answer, text(in)).detail());
                    return;
                }
                if (answer.statusCode() != 200) {
                    ServiceAnswer.of(answer, text(in)).orElseThrow();
                }
                requireEvents(answer);
                show(new ServerEvents(in, lastId, () -> {
                    silence.heard();
                    heardNs = System.nanoTime();
                }));
            }
        } catch (IOException e) {
            if (!hasBegun) {
                throw service.unreachable(e);
            }
            goOn(service.unreachable(e).getMessage());
        }
    }

    /** A page of something else has no events, and would be asked for again for ever. */
    private void requireEvents(HttpResponse<?> answer) {
        String type = answer.headers().firstValue("content-type").orElse("nothing");
        if (!type.startsWith("text/event-stream")) {
            throw new CannotRunException("expected text/event-stream of a Berth at " + service.url() + " but got "
                    + Printable.of(type) + "; the URL is that of the service");
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(64 * 1024), StandardCharsets.UTF_8);
    }

    private void show(ServerEvents events) throws IOException {
        try {
            for (Optional<ServerEvents.Event> next = events.next(); next.isPresent(); next = events.next()) {
                hasBegun = true;
                take(next.get());
                lastId = events.lastId();
                if (!isWanted()) {
                    return;
                }
            }
        } finally {
            lastId = events.lastId();
        }
    }

    private void take(ServerEvents.Event event) throws IOException {
        JsonNode data = BoundedJson.mapper().readTree(event.data());
        if (event.name().equals("decided")) {
            show(data);
        } else if (event.name().equals("end") && !data.path("reason").asText().equals("time_over")) {
            err().println("The service has ended the watch: "
                    + Printable.of(data.path("message").asText()));
        }
    }

    private void show(JsonNode decided) {
        shown++;
        PrintWriter out = spec.commandLine().getOut();
        if (asJson || !Terminal.isWatched()) {
            out.println(LogText.json(decided));
        } else {
            if (!hasHeader) {
                out.println(LogText.header());
                hasHeader = true;
            }
            out.println(LogText.row(decided));
        }
        out.flush();
    }

    /** Goes on, unless it has been unreachable for too long. */
    private void goOn(String why) {
        if (System.nanoTime() - heardNs > patience.toNanos()) {
            throw new CannotRunException(
                    why + lastId.map(id -> "; go on with --after " + id).orElse(""), null);
        }
    }

    private String query() {
        String query = kinds.isEmpty()
                ? ""
                : "&kinds=" + kinds.stream().map(Enum::name).collect(Collectors.joining(","));
        query += from.map(place -> "&from=" + URLEncoder.encode(place.toString(), StandardCharsets.UTF_8))
                .orElse("");
        query += provider.map(id -> "&provider=" + id).orElse("");
        query += consumer.map(id -> "&consumer=" + id).orElse("");
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Ends a connection on which nothing comes any more, as where the other machine has lost its power. */
    private static final class Silence implements AutoCloseable {
        private final Thread thread;
        private volatile long lastNs = System.nanoTime();

        Silence(InputStream in) {
            thread = new Thread(() -> watch(in), "silence");
            thread.setDaemon(true);
            thread.start();
        }

        void heard() {
            lastNs = System.nanoTime();
        }

        private void watch(InputStream in) {
            try {
                while (System.nanoTime() - lastNs < SILENCE_MAX_NS) {
                    TimeUnit.SECONDS.sleep(1);
                }
                in.close();
            } catch (InterruptedException | IOException over) {
                // Nobody waits for it any more.
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}

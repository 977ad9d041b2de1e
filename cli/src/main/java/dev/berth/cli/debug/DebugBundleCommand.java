package dev.berth.cli.debug;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.debug.BundleFile.PartReport;
import dev.berth.cli.option.SizeConverter;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.DurationConverter;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth debug bundle}: all that is needed to look for a fault from afar, in one file. */
@Command(
        name = "bundle",
        header = "Pack what is so of a service into one file, without secrets.",
        description = {
            "Asks a running service for its version, settings, health, metrics, threads, digests and last decisions, "
                    + "as far as the token may, and adds what is so of this machine. Secrets are left out. What could "
                    + "not be had, and why, is told in the bundle and at the end. Look at it before you send it: names "
                    + "of hosts, users and projects are in it."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:written, with all that could be had",
            "1:the file cannot be written, or one to be packed cannot be read",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth debug bundle",
            "  berth debug bundle --url https://berth-1:8778 --out berth-1.zip --timeout 2m",
            "  berth debug bundle --data-dir /var/lib/berth --log /var/log/berth.log",
            "  berth debug bundle --properties /etc/berth/kafka.properties"
        })
final class DebugBundleCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int PART_BYTES_MAX = 16 * 1024 * 1024;
    private static final long BUNDLE_BYTES_MAX = 1L << 30;
    private static final Duration PART_TIME = Duration.ofSeconds(10);
    private static final int DECISIONS_MAX = 10_000;

    /** What every service without authentication believes; to leave it out would leave out a word of any text. */
    private static final String NO_SECRET = "admin";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The zip file to write (default: berth-debug-TIME.zip, here).")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "A data directory on this machine: the sizes of its files are packed, and how much is free "
                    + "(default: none).")
    private Optional<Path> dataDir = Optional.empty();

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "A properties file for clients of Kafka or the registry: packed with the values of "
                    + "harmless settings alone; may be given several times.")
    private List<Path> properties = List.of();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "A file with what a service logged: its end is packed, 4 MiB at most; may be given several "
                    + "times.")
    private List<Path> logs = List.of();

    @Option(
            names = "--decisions",
            paramLabel = "N",
            defaultValue = "100",
            description = "As many of the last decisions of each region, 0 to 10000 (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            defaultValue = "64M",
            converter = SizeConverter.class,
            description = "As large as all parts may be together before they are packed, 1G at most (default: "
                    + "${DEFAULT-VALUE}).")
    private long bytesMax;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "As long as all of it may take (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        requireBounds();
        Map<Path, ImmutableMap<String, String>> settings = new LinkedHashMap<>();
        properties.forEach(file -> settings.put(file, ClientSettings.read(file)));
        Path file = out.orElseGet(() -> Path.of("berth-debug-" + TIME.format(Instant.now()) + ".zip"));
        BundleLimits limits = new BundleLimits(bytesMax, PART_BYTES_MAX, timeout, PART_TIME);
        try (BundleFile bundle = new BundleFile(file, new Secrets(secrets(settings)), limits)) {
            LocalParts local = new LocalParts(ShownSettings.of(spec));
            bundle.add("local/process.json", local::process);
            for (Path dir : dataDir.stream().toList()) {
                bundle.add("local/data-dir.txt", out -> LocalParts.dir(dir, out));
            }
            for (Map.Entry<Path, ImmutableMap<String, String>> each : settings.entrySet()) {
                bundle.add(
                        "local/properties/" + each.getKey().getFileName(),
                        out -> LocalParts.properties(each.getValue(), out));
            }
            for (Path log : logs) {
                bundle.add("local/log/" + log.getFileName(), out -> LocalParts.endOf(log, out));
            }
            new ServiceParts(service, decisions, PART_TIME).addTo(bundle);
            bundle.finish();
            show(file, bundle.reports());
        }
        return ExitCode.OK;
    }

    private void requireBounds() {
        if (decisions < 0 || decisions > DECISIONS_MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--decisions takes a number from 0 to " + DECISIONS_MAX + " but got " + decisions);
        }
        if (bytesMax < 1 || bytesMax > BUNDLE_BYTES_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--max-size takes 1G at most but got " + bytesMax + " bytes");
        }
    }

    /** All that is known here and nobody else's: it stands nowhere in the bundle, whoever has told it. */
    private List<String> secrets(Map<Path, ImmutableMap<String, String>> settings) {
        List<String> secrets = new ArrayList<>();
        secrets.add(service.token());
        System.getenv().forEach((name, value) -> {
            if (Secrets.isSecretName(name)) {
                secrets.add(value);
            }
        });
        settings.values().forEach(each -> secrets.addAll(ShownSettings.secretsOf(each)));
        Optional.ofNullable(service.url().getUserInfo()).ifPresent(secrets::add);
        secrets.removeIf(NO_SECRET::equals);
        return secrets;
    }

    private void show(Path file, List<PartReport> reports) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("bundle", file.toString());
        answer.put("parts", reports.size());
        ArrayNode faults = answer.putArray("not_whole");
        for (PartReport report : reports) {
            report.fault()
                    .ifPresent(
                            why -> faults.addObject().put("name", report.name()).put("why", why));
        }
        print.show(answer, out -> text(file, reports, out));
    }

    private static void text(Path file, List<PartReport> reports, PrintWriter out) {
        long faults =
                reports.stream().filter(report -> report.fault().isPresent()).count();
        out.println(Printable.of(
                file + ": " + CountText.of(reports.size(), "part") + ", " + faults + " of them not whole"));
        for (PartReport report : reports) {
            report.fault().ifPresent(why -> out.println(Printable.of("  " + report.name() + ": " + why)));
        }
    }
}

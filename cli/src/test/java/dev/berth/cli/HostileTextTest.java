package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpServer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever a command prints of what others wrote begins no line and moves no cursor. */
class HostileTextTest {
    /** Each try parses all commands anew, so that all of them take a minute. */
    private static final boolean IS_THOROUGH = Boolean.getBoolean("faults");

    private static final int ONE_IN = 4;

    private static final String FORGED = "FORGED";
    private static final String HOSTILE = "x\n" + FORGED + " \u001b[2J\r\u009b31m\u202e\u2028" + FORGED;

    @TempDir
    private Path dir;

    @Test
    void isHarmlessInEveryOption() {
        // Many commands have the same options from the same class.
        Set<Object> tried = new HashSet<>();
        List<CommandLine> commands = leaves(Berth.commandLine()).toList();
        for (int i = 0; i < commands.size(); i += IS_THOROUGH ? 1 : ONE_IN) {
            CommandLine command = commands.get(i);
            List<String> words =
                    List.of(command.getCommandSpec().qualifiedName().split(" "));
            List<String> name = words.subList(1, words.size());
            harmless(with(name, "--" + HOSTILE));
            harmless(with(name, HOSTILE, HOSTILE));
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean isNew = tried.add(List.of(
                        option.longestName(),
                        option.paramLabel(),
                        option.typeInfo().getClassName()));
                if (isNew && option.arity().max() > 0) {
                    // Wrong in any case, so that nothing is begun with it.
                    harmless(with(name, option.longestName() + "=" + HOSTILE, "--wrong"));
                }
            }
        }
        harmless(List.of(HOSTILE));
    }

    @Test
    void isHarmlessInTheAnswersOfAService() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] status = {200};
        server.createContext("/", exchange -> {
            byte[] body = answer(status[0]);
            exchange.sendResponseHeaders(status[0], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            for (int each : new int[] {200, 400, 500}) {
                status[0] = each;
                harmless(List.of("explain", "--url", url, "resources=VCPU:1"));
                harmless(List.of("explain", "--url", url, "--json", "resources=VCPU:1"));
                harmless(List.of("rebuild", "--url", url, "--store", "pci-pools"));
                harmless(List.of("rebuild", "--url", url, "--store", "pci-pools", "--json"));
                harmless(List.of("simulate", "--url", url, "--hosts", "1", "--claims", "1", "--clients", "1"));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isHarmlessInTheNamesThatAServiceKeeps() {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            ProviderId host = new ProviderId(new UUID(1, 1));
            server.decide(
                    Region.DEFAULT,
                    new CreateProvider(
                            new CommandId(new UUID(2, 1)), host, "x\u202e\u2028" + FORGED, Optional.empty()));
            server.decide(
                    Region.DEFAULT,
                    new ReplaceInventories(
                            new CommandId(new UUID(2, 2)),
                            host,
                            OptionalLong.empty(),
                            ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(4))));
            String url = "http://127.0.0.1:" + server.port();
            Run told = harmless(List.of("explain", "--url", url, "resources=VCPU:5"));
            assertThat(told.out()).contains("x\\u202e\\u2028" + FORGED);
            harmless(List.of("explain", "--url", url, "--json", "resources=VCPU:2"));
        }
    }

    @Test
    void isHarmlessInWhatAnAgentReads() throws IOException {
        Path node = Files.writeString(
                dir.resolve("node.json"),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("hypervisor_hostname", HOSTILE)
                        .put("vcpus", 8)
                        .put("memory_mb", 4096)
                        .put("local_gb", 100)
                        .toString());
        Path spec = Files.writeString(
                dir.resolve("spec.json"),
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(JsonNodeFactory.instance
                                .objectNode()
                                .put("address", HOSTILE)
                                .put(HOSTILE, HOSTILE))
                        .toString());

        harmless(List.of("agent", "--dry-run", "--from-legacy", node.toString()));
        harmless(List.of("agent", "--dry-run", "--json", "--from-legacy", node.toString()));
        harmless(List.of("agent", "--dry-run", "--host-name", HOSTILE));
        harmless(List.of("agent", "--dry-run", "--device-spec", spec.toString()));
        harmless(List.of("agent", "--dry-run", "--device-spec", HOSTILE));
    }

    private static byte[] answer(int status) {
        String body = status == 200
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("region", HOSTILE)
                        .put("store", HOSTILE)
                        .toString()
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("error_code", 40001)
                        .put("message", HOSTILE)
                        .<ObjectNode>set(
                                "errors",
                                JsonNodeFactory.instance
                                        .arrayNode()
                                        .add(JsonNodeFactory.instance
                                                .objectNode()
                                                .put("detail", HOSTILE)))
                        .toString();
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static Run harmless(List<String> arguments) {
        Run run = Run.of(arguments.toArray(new String[0]));
        for (String printed : List.of(run.out(), run.err())) {
            assertThat(printed.codePoints().filter(c -> c != '\n' && !isShown(c)))
                    .as("what %s printed: %s", arguments, printed)
                    .isEmpty();
            assertThat(printed.lines().filter(line -> line.startsWith(FORGED)))
                    .as("lines that %s printed", arguments)
                    .isEmpty();
        }
        return run;
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static List<String> with(List<String> name, String... more) {
        List<String> all = new ArrayList<>(name);
        all.addAll(List.of(more));
        return all;
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(HostileTextTest::leaves);
    }
}

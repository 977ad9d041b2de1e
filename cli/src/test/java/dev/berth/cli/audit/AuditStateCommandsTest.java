package dev.berth.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.Run;
import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth audit at} and {@code berth audit diff}, on a Kafka and a registry that run here. */
final class AuditStateCommandsTest {
    private static final Region EAST = new Region("east");
    private static final String HOSTILE = "x\u202e\u2028FORGED";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static final List<Position> POSITIONS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
        TopicAdmin.ensure(backbone.kafka(), 4, 1);
        try (SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl())) {
            registry.registerSchemas();
            try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
                for (String name : List.of("cn1", "cn2", HOSTILE)) {
                    int number = POSITIONS.size() + 1;
                    POSITIONS.add(publisher
                            .publish(
                                    EAST,
                                    new CreateProvider(
                                            new CommandId(new UUID(0, number)),
                                            provider(number),
                                            name,
                                            Optional.empty()))
                            .toCompletableFuture()
                            .get());
                }
            }
        }
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(0x1000, number));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void showsAStateAsJsonWhereNobodyWatches() throws Exception {
        Run run = run("audit", "at", at(1), "ls", "providers", "--region", "east");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines()).hasSize(2);
        JsonNode first = JSON.readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(first.get("path").asText()).isEqualTo("/providers/" + provider(1));
        assertThat(first.get("name").asText()).isEqualTo("cn1");
        assertThat(run.err()).contains("Region east as after " + at(1) + " of 20");
        Run cat = run("audit", "at", "now", "cat", "providers/cn2", "--region", "east");
        assertThat(JSON.readTree(cat.out()).at("/fields/name").asText()).isEqualTo("cn2");
    }

    @Test
    void comparesTwoStates() throws Exception {
        Run run = run("audit", "diff", at(0), "now", "--region", "east");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(JSON.readTree(lines.get(0)).at("/to/offset").asLong())
                .isEqualTo(POSITIONS.get(2).offset());
        assertThat(JSON.readTree(lines.get(1)).get("change").asText()).isEqualTo("added");
        Run back = run("audit", "diff", "now", at(0), "providers/cn2", "--region", "east");
        assertThat(back.out().lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"removed\""));
        Run none = run("audit", "diff", "now", "now", "--region", "east");
        assertThat(none.status()).isEqualTo(ExitCode.OK);
        assertThat(none.err()).contains("Nothing differs.");
    }

    @Test
    void readsCommandsFromAPipeOneALine() throws Exception {
        Run run = shell("ls providers\n\ncd providers/cn1\r\npwd\ncat .\nexit\nnonsense\n");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).contains("\"path\":\"/providers/" + provider(1) + "\""));
        assertThat(run.out().lines().reduce((before, last) -> last).orElseThrow())
                .contains("\"fields\"");
    }

    /** What reads JSON lines from a shell reads all of its lines. */
    @Test
    void printsNothingButJsonLinesWhereNobodyWatches() throws Exception {
        Run run = shell("pwd\ncd providers\npwd\nhelp\nls\ncat /region\ntree / 1\nfind cn1\nexit\n");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).allSatisfy(line -> assertThat(line.isObject()).isTrue());
        assertThat(lines.get(0).path("path").asText()).isEqualTo("/");
        assertThat(lines.get(1).path("path").asText()).isEqualTo("/providers");
        assertThat(lines).extracting(line -> line.path("command").asText()).contains("exit", "ls [PATH]");
        assertThat(shell("exit now").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void goesOnBehindALineThatIsWrongAndEndsWithItsStatus() {
        Run run = shell("nonsense\nls nowhere\nls " + "x".repeat(20_000) + "\npwd");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("expected one of ls, cat, tree, find, cd, pwd, help, exit but got nonsense")
                .contains("nothing is at /nowhere")
                .contains("expected a line of at most 10000 characters");
        assertThat(run.out()).contains("\"path\":\"/\"").hasLineCount(1);
        assertThat(shell("ls nowhere\nnonsense").status()).isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void isHarmlessWithNamesOfOthers() {
        for (Run run : List.of(
                run("audit", "at", "now", "ls", "providers", "--region", "east"),
                run("audit", "at", "now", "tree", "/", "3", "--region", "east"),
                run("audit", "at", "now", "cat", "providers/" + provider(3), "--region", "east"),
                run("audit", "at", "now", "ls", "a\u202e", "--region", "east"),
                run("audit", "diff", at(0), "now", "--region", "east"),
                shell("ls providers\nls a\u202e\n\u001b[2J"))) {
            for (String printed : List.of(run.out(), run.err())) {
                assertThat(printed).doesNotContain("\u202e", "\u2028", "\u001b");
                assertThat(printed.lines()).noneMatch(line -> line.startsWith("FORGED"));
            }
        }
    }

    @Test
    void couldNotRunWhereThereIsNothing() {
        assertThat(Stream.of(
                        run("audit", "at", "9@0", "ls", "--region", "east"),
                        run("audit", "at", "1000", "ls", "--region", "east"),
                        run("audit", "at", "1969-01-01T00:00:00Z", "ls", "--region", "east"),
                        run("audit", "at", "now", "ls", "--region", "nowhere"),
                        run("audit", "at", "now", "cat", "providers/cn9", "--region", "east"),
                        run("audit", "diff", "now", "1000", "--region", "east"),
                        run("audit", "diff", "now", "now", "providers/cn9", "--region", "east")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.COULD_NOT_RUN))
                .allSatisfy(run -> assertThat(run.out()).isEmpty())
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    }

    @Test
    void refusesCommandLinesThatAreWrong() {
        assertThat(Stream.of(
                        run("audit", "at"),
                        run("audit", "at", "now"),
                        run("audit", "at", "yesterday", "ls"),
                        run("audit", "at", "now", "rm", "providers"),
                        run("audit", "at", "now", "shell", "ls"),
                        run("audit", "at", "now", "ls", "a", "b", "--region", "east"),
                        run("audit", "diff", "now"),
                        run("audit", "diff", "now", "then")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE))
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    }

    private static String at(int number) {
        return POSITIONS.get(number).toString();
    }

    private static Run shell(String typed) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return run("audit", "at", "now", "shell", "--region", "east");
        } finally {
            System.setIn(before);
        }
    }

    private static Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--kafka", backbone.kafka().bootstrapServers(), "--registry", backbone.registryUrl()))
                .toArray(String[]::new));
    }
}

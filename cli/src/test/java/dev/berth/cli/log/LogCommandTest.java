package dev.berth.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth log}, and what {@code berth audit} refuses, on a Kafka and a registry that run here. */
final class LogCommandTest {
    private static final UUID PROVIDER = new UUID(0x1000, 1);

    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static Position created;

    @BeforeAll
    static void start() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
        TopicAdmin.ensure(backbone.kafka(), 4, 1);
        try (SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl())) {
            registry.registerSchemas();
            try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
                created = publisher
                        .publish(
                                new Region("east"),
                                Sent.of(new CreateProvider(
                                                new CommandId(new UUID(0, 1)),
                                                new ProviderId(PROVIDER),
                                                "cn1\u202e",
                                                Optional.empty()))
                                        .withOrigin(Origin.operator("joe")))
                        .toCompletableFuture()
                        .get();
            }
        }
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void showsARecordThatNobodyHasDecidedYet() {
        Run shown = run("log", "show", created.toString());
        assertThat(shown.status()).as(shown.err()).isEqualTo(ExitCode.OK);
        assertThat(shown.out())
                .contains("\"outcome\":\"not decided\"", "\"command\":\"CREATE_PROVIDER\"", "\"user_id\":\"joe\"")
                .contains("cn1\\u202E")
                .doesNotContain("\u202e");
        assertThat(run("log", "tail", "--region", "east", "--user", "joe").out())
                .isEqualTo(shown.out());
        assertThat(run("log", "grep", "--provider", PROVIDER.toString()).out()).isEqualTo(shown.out());
        assertThat(run("log", "stats", "--region", "east").out()).contains("\"records\":1");
        assertThat(run("log", "stats", "--from", "1969-07-20T20:17:00Z").out()).contains("\"records\":1");
    }

    @Test
    void saysOnStandardErrorThatThereIsNothing() {
        Run none = run("log", "grep", "--user", "nobody");
        assertThat(none.status()).isEqualTo(ExitCode.OK);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("No record of the log is as was asked for.");
        Run history = run("audit", "history", "flavor", "none", "--region", "west");
        assertThat(history.status()).isEqualTo(ExitCode.OK);
        assertThat(history.err()).contains("Nothing ever happened to flavor none in region west.");
        Run why = run("audit", "why", PROVIDER.toString());
        assertThat(why.status()).isEqualTo(ExitCode.OK);
        assertThat(why.err()).contains("Nothing was ever given to consumer " + PROVIDER);
    }

    @Test
    void couldNotRunWhereNothingStands() {
        assertThat(run("log", "show", "9@0"))
                .returns(ExitCode.COULD_NOT_RUN, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("the log has no partition 9, only 0 to 3"));
        assertThat(run("log", "show", created.partition() + "@" + (created.offset() + 1)))
                .returns(ExitCode.COULD_NOT_RUN, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("nothing stands there in the log yet"));
        assertThat(run("log", "grep", "--from", "0@77"))
                .returns(ExitCode.COULD_NOT_RUN, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("nothing is at 0@77 yet"));
        assertThat(run("audit", "history", "device", "0000:81:00.1", "--host", "cn9"))
                .returns(ExitCode.COULD_NOT_RUN, Run::status)
                .satisfies(run -> assertThat(run.err()).contains("but no one in region default ever had the name cn9"));
    }

    @Test
    void refusesCommandLinesThatAreWrong() {
        assertThat(Stream.of(
                        run("log"),
                        run("log", "show", "yesterday"),
                        run("log", "grep", "--provider", "cn1"),
                        run("log", "grep", "--kind", "NONSENSE"),
                        run("log", "grep", "--refusal", "NONSENSE"),
                        run("log", "grep", "--limit", "0"),
                        run("log", "grep", "--from", "+999999999-01-01T00:00:00Z"),
                        run("log", "tail", "--limit", "10001"),
                        run("audit", "history", "server", PROVIDER.toString()),
                        run("audit", "history", "flavor", "a", "--host", PROVIDER.toString()),
                        run("audit", "why", "vm1"),
                        run("audit", "why", PROVIDER.toString(), "--limit", "101")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE))
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    }

    private static Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments),
                        arguments.length < 2
                                ? Stream.empty()
                                : Stream.of(
                                        "--kafka",
                                        backbone.kafka().bootstrapServers(),
                                        "--registry",
                                        backbone.registryUrl()))
                .toArray(String[]::new));
    }
}

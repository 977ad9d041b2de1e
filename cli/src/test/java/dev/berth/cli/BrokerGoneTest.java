package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StandardOutput;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a command that reads the log comes to when its broker goes away while it reads: it waits half a minute. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 1 min; run with -Dfaults=true")
final class BrokerGoneTest {
    private static final int COMMANDS = 60_000;
    private static final Region REGION = new Region("east");

    @TempDir
    private Path dir;

    private Backbone backbone;

    @BeforeEach
    void fill() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir, 0, 0, fault -> {});
        TopicAdmin.ensure(backbone.kafka(), 1, 1);
        try (SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl())) {
            registry.registerSchemas();
            List<CompletableFuture<?>> sent = new ArrayList<>();
            try (CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
                for (int i = 0; i < COMMANDS; i++) {
                    sent.add(create(publisher, i).toCompletableFuture());
                }
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
            }
        }
    }

    private static CompletionStage<?> create(CommandPublisher publisher, int number) {
        return publisher.publish(
                REGION,
                Sent.of(new CreateProvider(
                        new CommandId(new UUID(1, number)),
                        new ProviderId(new UUID(2, number)),
                        "cn" + number,
                        Optional.empty())));
    }

    @Test
    void isSaidByACommandThatHasPrintedAPart() {
        AtomicBoolean isGone = new AtomicBoolean();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                if (isGone.compareAndSet(false, true)) {
                    backbone.close();
                }
            }
        };
        assertCannotGoOn(run(out, List.of("log", "grep", "--limit", Integer.toString(COMMANDS))));
    }

    private static void assertCannotGoOn(Run run) {
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("127.0.0.1").doesNotContain("identical", "\tat ");
    }

    private Run run(OutputStream out, List<String> command) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--kafka", backbone.kafka().bootstrapServers(), "--registry", backbone.registryUrl()));
        StringWriter err = new StringWriter();
        int status = Berth.commandLine(StandardOutput.on(out), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Run(status, "", err.toString());
    }
}

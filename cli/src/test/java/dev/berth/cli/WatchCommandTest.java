package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.client.ServerEvents;
import dev.berth.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command line of {@code berth watch}, and the events that it reads; KilledWatchTest has it watch. */
final class WatchCommandTest {
    @Test
    void refusesCommandLinesThatAreWrong() {
        assertThat(Stream.of(
                        Run.of("watch", "--from", "yesterday"),
                        Run.of("watch", "--from", "24h", "--after", "0@1"),
                        Run.of("watch", "--kind", "NONSENSE"),
                        Run.of("watch", "--provider", "cn1"),
                        Run.of("watch", "--limit", "0"),
                        Run.of("watch", "--patience", "long")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE))
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    }

    @Test
    void namesAllWaysToSayWhereToBegin() {
        assertThat(Run.of("watch", "--from", "yesterday").err())
                .contains("a position such as 0@1042", "a time such as 2026-", "24h, for that long ago");
        assertThat(Run.of("watch", "--from", "0h", "--url", "http://127.0.0.1:1")
                        .status())
                .isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void couldNotRunWhereNobodyAnswers() {
        Run run = Run.of("watch", "--url", "http://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("berth up");
    }

    @Test
    void watchesNothingThatHasNoEvents() throws IOException {
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                BadProxy other = new BadProxy(
                        "http://127.0.0.1:" + berth.port(),
                        (method, path, answer) -> new BadProxy.Answer(200, "{\"service\": \"another\"}"))) {
            Run run = Run.of("watch", "--url", other.url());
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err())
                    .contains("expected text/event-stream of a Berth at " + other.url() + " but got application/json");
        }
    }

    @Test
    void readsEventsAndRemembersTheLastIdAlsoOfHeartbeats() throws IOException {
        ServerEvents events = events("""
                retry: 1000
                id: 0@4
                event: begin
                data: {"region":"default"}

                id: 0@5
                event: decided
                data: {"offset":5}

                :
                id: 0@9

                """);
        List<String> seen = new ArrayList<>();
        for (Optional<ServerEvents.Event> next = events.next(); next.isPresent(); next = events.next()) {
            seen.add(next.get().name() + " " + next.get().data() + " "
                    + events.lastId().orElseThrow());
        }
        assertThat(seen).containsExactly("begin {\"region\":\"default\"} 0@4", "decided {\"offset\":5} 0@5");
        assertThat(events.lastId()).hasValue("0@9");
    }

    @Test
    void takesNoEventOfWhichTheEndIsMissing() throws IOException {
        ServerEvents events = events("id: 0@4\nevent: decided\ndata: {\"offset\":4}\n");
        assertThat(events.next()).isEmpty();
        assertThat(events.lastId()).hasValue("0@3");
    }

    private static ServerEvents events(String text) {
        return new ServerEvents(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Optional.of("0@3"), () -> {});
    }
}

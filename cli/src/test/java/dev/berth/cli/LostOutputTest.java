package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StandardOutput;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What every command that prints comes to where its output is lost. */
final class LostOutputTest {
    private static final String VM = HostWithClaims.consumer(1);

    @TempDir
    private static Path dir;

    private static BerthProcess up;

    @BeforeAll
    static void start() throws Exception {
        up = BerthProcess.start(dir.resolve("data"));
        HostWithClaims cloud = new HostWithClaims(up.url(), "admin");
        cloud.host("east");
        cloud.claim("east", VM, "null", 2);
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 17 s; run with -Dfaults=true")
    void isAnErrorOnAFullDiskAndQuietWhereNobodyReads() throws Exception {
        Path live = Files.writeString(dir.resolve("live.txt"), HostWithClaims.consumer(2));
        List<List<String>> commands = Stream.of(
                        ofLog("log", "tail"),
                        ofLog("log", "grep"),
                        ofLog("log", "show", "0@0"),
                        ofLog("log", "stats"),
                        ofRegion("audit", "history", "class", "VCPU"),
                        ofRegion("audit", "why", VM),
                        ofRegion("audit", "at", "now", "ls"),
                        ofRegion("audit", "at", "now", "tree"),
                        ofRegion("audit", "at", "now", "cat", "consumers/" + VM),
                        ofRegion("audit", "at", "now", "shell"),
                        ofRegion("audit", "diff", "0", "now"),
                        ofRegion("audit", "usage", "--from", "24h"),
                        ofRegion("audit", "usage", "--from", "24h", "--csv"),
                        ofRegion("audit", "orphans", "--live", live.toString(), "--min-age", "1ms"),
                        ofLog("audit", "verify", "--offline"),
                        ofService("capacity", "resources=VCPU:1"),
                        ofService("explain", "resources=VCPU:1"),
                        ofService("what-if", "--ask", "allocation_candidates?resources=VCPU:1"),
                        ofService("host", "list"),
                        ofService("device", "list"),
                        ofService("flavor", "list"),
                        List.of("version"),
                        List.of("--version"),
                        List.of("--help"),
                        List.of("audit", "at", "--help"))
                .toList();
        for (List<String> command : commands) {
            try (OutputStream full = new FileOutputStream("/dev/full")) {
                Run run = run(full, command);
                assertThat(run.status()).as(command + " " + run.err()).isEqualTo(ExitCode.COULD_NOT_RUN);
                assertThat(run.err()).as(command.toString()).contains("cannot write to standard output");
            }
            Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo closed; exec sleep 600").start();
            try {
                assertThat(reader.inputReader().readLine()).isEqualTo("closed");
                Run run = run(reader.getOutputStream(), command);
                assertThat(run.status()).as(command + " " + run.err()).isEqualTo(ExitCode.UNREAD);
                assertThat(run.err()).as(command.toString()).doesNotContain("cannot write", "berth:");
            } finally {
                reader.destroy();
            }
        }
    }

    /** What is read first is what the last line of a process says by its status, with the launcher's own Java. */
    @Test
    void isAnErrorOfTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        BerthProcess.classPath(),
                        "dev.berth.cli.Berth",
                        "version")
                .redirectOutput(Path.of("/dev/full").toFile())
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(err).contains("cannot write to standard output");
    }

    private static Run run(OutputStream out, List<String> command) {
        StringWriter err = new StringWriter();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("ls\nls\n".getBytes(StandardCharsets.UTF_8)));
        try {
            int status = Berth.commandLine(StandardOutput.on(out), new PrintWriter(err, true))
                    .execute(command.toArray(String[]::new));
            return new Run(status, "", err.toString());
        } finally {
            System.setIn(before);
        }
    }

    private static List<String> ofRegion(String... command) {
        List<String> all = ofLog(command);
        all.addAll(List.of("--region", "east"));
        return all;
    }

    private static List<String> ofLog(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--kafka", up.kafka(), "--registry", up.registry()));
        return all;
    }

    private static List<String> ofService(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--url", up.url().toString(), "--region", "east"));
        return all;
    }
}

package dev.berth.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An archive, unpacked in a directory that has nothing else, and run with an environment that has nothing else: no
 * Maven on the path, a home of its own, no setting of Berth's.
 */
record Installed(Path home, Path user, String path) {
    /** What the launcher calls, beside what bash itself has. */
    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "cat",
            "chmod",
            "cksum",
            "cut",
            "dirname",
            "grep",
            "kill",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "paste",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "stat",
            "tail",
            "tr");

    static Installed unpack(Path archive, Path dir) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        run(dir, Map.of(), List.of("tar", "-xzf", archive.toAbsolutePath().toString()));
        Path path = Files.createDirectories(dir.resolve("path"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(place, tool);
                if (Files.isExecutable(program) && !Files.exists(path.resolve(tool))) {
                    Files.createSymbolicLink(path.resolve(tool), program);
                }
            }
        }
        Path user = Files.createDirectories(dir.resolve("user"));
        try (Stream<Path> entries = Files.list(dir)) {
            Path home = entries.filter(entry -> entry.getFileName().toString().startsWith("berth-"))
                    .findFirst()
                    .orElseThrow();
            return new Installed(home, user, path.toString());
        }
    }

    /** One run, with what it printed on both. */
    record Run(int status, String said) {}

    Run berth(String... arguments) throws IOException, InterruptedException {
        return berth(Map.of(), arguments);
    }

    Run berth(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(user, environment(environment), command(arguments));
    }

    /** One that stays. Who starts it ends it. */
    Process start(Path out, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command(arguments)).directory(user.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment(environment));
        return builder.redirectOutput(out.toFile()).start();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/berth").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("PATH", path);
        environment.put("HOME", user.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    private static Run run(Path dir, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        if (!environment.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    static String runWell(Path dir, String... command) throws IOException, InterruptedException {
        Run run = run(dir, Map.of(), List.of(command));
        assertThat(run.status())
                .as(String.join(" ", command) + ": " + run.said())
                .isZero();
        return run.said();
    }
}

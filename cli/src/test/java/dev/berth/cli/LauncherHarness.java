package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a source tree of its own, with a Java and a Maven that only say how they were called. */
abstract class LauncherHarness {
    static final String JAVA = """
            #!/bin/sh
            for a in "$@"; do
              case $a in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*) echo "$*" > training; echo classes > \
              "${a#*=}"; exit 0 ;; esac
            done
            echo "java in $(pwd): $*"
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo built >> maven-calls
            mkdir -p cli/target/lib
            touch cli/target/berth-cli-1.jar cli/target/lib/b.jar cli/target/lib/a.jar
            """;

    @TempDir
    Path dir;

    Path tree;
    Path javaHome;
    String javaOptions = "";

    @BeforeEach
    void layOut() throws IOException {
        tree = Files.createDirectories(dir.resolve("source tree"));
        Files.copy(Path.of("..", "berth"), tree.resolve("berth"));
        assertThat(tree.resolve("berth").toFile().setExecutable(true)).isTrue();
        Files.createDirectories(tree.resolve("cli/src/main"));
        Files.writeString(tree.resolve("cli/src/main/A.java"), "class A {}");
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("cli/pom.xml"), "<project/>");
        age("pom.xml", "cli/pom.xml", "cli/src/main/A.java", "cli/src/main");
        script(dir.resolve("bin/mvn"), MAVEN);
        javaHome = javaOf(17);
    }

    Path install(String... jars) throws IOException {
        Path home = dir.resolve("installed here");
        for (String jar : jars) {
            Files.createDirectories(home.resolve(jar).getParent());
            Files.writeString(home.resolve(jar), "");
        }
        Path launcher = Files.createDirectories(home.resolve("bin")).resolve("berth");
        Files.copy(Path.of("..", "berth"), launcher, StandardCopyOption.REPLACE_EXISTING);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return launcher;
    }

    Path javaOf(int version) throws IOException {
        Path home = dir.resolve("jdk-" + version);
        script(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return home;
    }

    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    void age(String... files) throws IOException {
        for (String file : files) {
            Files.setLastModifiedTime(
                    tree.resolve(file), FileTime.from(Instant.now().minusSeconds(3600)));
        }
    }

    void touchLater(String file) throws IOException {
        Files.setLastModifiedTime(
                tree.resolve(file), FileTime.from(Instant.now().plusSeconds(1)));
    }

    String training() throws IOException {
        return Files.readString(tree.resolve("training"));
    }

    long mavenCalls() throws IOException {
        return Files.readAllLines(tree.resolve("maven-calls")).size();
    }

    Run launch(Path workingDir, Path launcher, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDir.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("PATH", dir.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("TMPDIR", dir.toString());
        builder.environment().put("BERTH_JAVA_OPTS", javaOptions);
        Path out = Files.createTempFile(dir, "out", "");
        Path err = Files.createTempFile(dir, "err", "");
        int status = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Run(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}

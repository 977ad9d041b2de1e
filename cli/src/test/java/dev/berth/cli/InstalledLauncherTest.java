package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The launcher as packages lay it out: the same script, with jars beside it and nothing to build. */
class InstalledLauncherTest extends LauncherHarness {
    @Test
    void runsWhereItIsInstalledWithoutMaven() throws Exception {
        Path launcher = install("lib/berth-cli-1.jar", "lib/a.jar", "lib/extra/berth-embedded-1.jar");

        Run first = launch(dir, launcher, "up");
        assertThat(first.status()).isZero();
        assertThat(first.err()).contains("preparing fast starts").doesNotContain("building");
        assertThat(first.out())
                .containsPattern("lib/a\\.jar:.*lib/berth-cli-1\\.jar:.*lib/extra/berth-embedded-1\\.jar")
                .contains("-XX:SharedArchiveFile=" + launcher.getParent().resolveSibling("archive"));
        assertThat(Files.readString(dir.resolve("training"))).contains("dev.berth.cli.Berth demo");
        assertThat(launch(dir, launcher, "up").err()).isEmpty();
        assertThat(dir.resolve("maven-calls")).doesNotExist();
    }

    @Test
    void trainsWithoutADemoWhereThereIsNoKafkaInside() throws Exception {
        launch(dir, install("lib/berth-cli-1.jar"), "serve");
        assertThat(Files.readString(dir.resolve("training")))
                .contains("dev.berth.cli.Berth config sample")
                .doesNotContain("demo");
        javaHome = javaOf(25);
        launch(dir, install("lib/berth-cli-1.jar"), "serve");
        assertThat(Files.readString(dir.resolve("training"))).doesNotContain("demo");
    }

    @Test
    void makesAnotherArchiveWhenItsJarsAreOthers() throws Exception {
        Path launcher = install("lib/berth-cli-1.jar");
        launch(dir, launcher, "up");
        Files.writeString(launcher.getParent().resolveSibling("lib").resolve("berth-cli-1.jar"), "another build");

        assertThat(launch(dir, launcher, "up").err()).contains("preparing fast starts");
        try (Stream<Path> archives = Files.list(launcher.getParent().resolveSibling("archive"))) {
            assertThat(archives).as("the old one is gone").hasSize(1);
        }
    }

    /** Who stops it must not have a service a moment later, nor an installation that never prepares again. */
    @Test
    void startsNothingWhenItIsStoppedWhileItPreparesFastStarts() throws Exception {
        Path launcher = install("lib/berth-cli-1.jar");
        Path begun = dir.resolve("begun");
        script(javaHome.resolve("bin/java"), "#!/bin/sh\necho $$ >>'" + begun + "'\nexec sleep 60\n");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve");
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("TMPDIR", dir.toString());
        Process berth = builder.redirectErrorStream(true)
                .redirectOutput(dir.resolve("out").toFile())
                .start();
        Awaitility.await().until(() -> Files.exists(begun) && Files.size(begun) > 0);

        berth.destroy();

        assertThat(berth.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(berth.exitValue()).isEqualTo(143);
        assertThat(Files.readAllLines(begun)).as("what was run").hasSize(1);
        assertThat(launcher.getParent().resolveSibling("archive")).isEmptyDirectory();
    }

    /** Who asks which version this is must not wait a minute for it. */
    @Test
    void makesNoArchiveForACommandThatEndsAtOnce() throws Exception {
        Path launcher = install("lib/berth-cli-1.jar");
        for (List<String> brief : List.of(
                List.<String>of(),
                List.of("version"),
                List.of("--help"),
                List.of("up", "--port", "1", "--help"),
                List.of("help", "up"),
                List.of("completion"),
                List.of("config", "check", "serve"))) {
            Run run = launch(dir, launcher, brief.toArray(String[]::new));
            assertThat(run.status()).isZero();
            assertThat(run.err()).as(brief.toString()).isEmpty();
            assertThat(run.out()).contains("dev.berth.cli.Berth").doesNotContain("SharedArchiveFile");
        }

        assertThat(launch(dir, launcher, "host", "list").err()).contains("preparing fast starts");
        assertThat(launch(dir, launcher, "version").out()).contains("-XX:SharedArchiveFile=");
    }

    /** A package makes it while it is installed, so that nobody waits for it later. */
    @Test
    void makesTheArchiveBeforeAnyCommandWhereItIsToldTo() throws Exception {
        Path launcher = install("lib/berth-cli-1.jar");
        script(javaHome.resolve("bin/java"), JAVA + "echo \"prepare=${BERTH_PREPARE-unset}\"\n");

        Run run = launch(dir, Path.of("/usr/bin/env"), "BERTH_PREPARE=yes", launcher.toString(), "version");

        assertThat(run.err()).contains("preparing fast starts");
        assertThat(run.out()).contains("-XX:SharedArchiveFile=", "prepare=unset");
    }
}

package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher in a source tree. */
class LauncherTest extends LauncherHarness {
    @Test
    void buildsOnFirstUseOnlyAndSaysSo() throws Exception {
        Run first = launch(tree, tree.resolve("berth"), "up");
        Run second = launch(tree, tree.resolve("berth"), "up");

        assertThat(first.status()).isZero();
        assertThat(first.err()).contains("building from source", "preparing fast starts");
        assertThat(second.err()).isEmpty();
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void runsTheCommandWhereItWasCalledAlsoThroughLinks() throws Exception {
        Path elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("b"), Path.of("../source tree/berth"));
        Path linkToLink = Files.createSymbolicLink(dir.resolve("bin/berth"), link);

        Run run = launch(elsewhere, linkToLink, "agent", "--host-name", "two words");

        assertThat(run.out())
                .contains("java in " + elsewhere.toRealPath() + ":")
                .contains("dev.berth.cli.Berth agent --host-name two words")
                .contains("-XX:SharedArchiveFile=")
                .containsPattern("lib-\\w+/a\\.jar:.*lib-\\w+/b\\.jar:.*lib-\\w+/berth-cli-1\\.jar");
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        launch(tree, tree.resolve("berth"), "up");
        touchLater("cli/src/main/A.java");
        launch(tree, tree.resolve("berth"), "up");
        assertThat(mavenCalls()).isEqualTo(2);

        age("cli/src/main/A.java");
        Files.delete(tree.resolve("cli/src/main/A.java"));
        touchLater("cli/src/main");
        launch(tree, tree.resolve("berth"), "up");
        assertThat(mavenCalls()).isEqualTo(3);
    }

    @Test
    void leavesTheJarsOfARunningProcessWhereTheyAre() throws Exception {
        launch(tree, tree.resolve("berth"), "up");
        Path running = libs().get(0);
        Process holder =
                new ProcessBuilder("flock", "-s", running.resolve("in-use").toString(), "cat").start();
        try {
            // It answers once it holds the lock.
            holder.getOutputStream().write('\n');
            holder.getOutputStream().flush();
            assertThat(holder.getInputStream().read()).isEqualTo('\n');
            touchLater("cli/src/main/A.java");
            launch(tree, tree.resolve("berth"), "up");
            assertThat(libs()).hasSize(2).contains(running);
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
        age("cli/src/main/A.java");
        touchLater("pom.xml");
        launch(tree, tree.resolve("berth"), "up");
        assertThat(libs()).hasSize(1).doesNotContain(running);
    }

    @Test
    void saysThatItWaitsForTheBuildOfAnother() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "there is no flock");
        Process other =
                new ProcessBuilder("flock", tree.resolve("pom.xml").toString(), "sh", "-c", "echo on; sleep 2").start();
        assertThat(other.inputReader().readLine()).isEqualTo("on");

        Run run = launch(tree, tree.resolve("berth"), "up");

        assertThat(run.status()).isZero();
        assertThat(run.err()).startsWith("berth: waiting for another berth, which builds from source …\n");
        assertThat(other.waitFor()).isZero();
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void waitsForTheBuildOfAnotherNoLongerThanThatMayTake() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "there is no flock");
        Path launcher = tree.resolve("berth");
        Files.writeString(launcher, Files.readString(launcher).replace("\nbuild_wait_s=1800\n", "\nbuild_wait_s=1\n"));
        Path pom = tree.resolve("pom.xml");
        Process other = new ProcessBuilder("flock", pom.toString(), "sh", "-c", "echo on; read gone").start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("on");

            Run unknown = launch(tree, launcher, "up");
            assertThat(unknown.status()).isEqualTo(1);
            assertThat(unknown.err())
                    .contains(
                            "after 1 s another berth still builds from source", "fuser -v '" + pom + "'", "try again");

            Files.createDirectories(tree.resolve("cli/target/launcher"));
            Files.writeString(tree.resolve("cli/target/launcher/builder"), other.pid() + "\n");
            assertThat(launch(tree, launcher, "up").err()).contains("process " + other.pid() + ", which ps -fp");
        } finally {
            other.getOutputStream().close();
            other.waitFor();
        }
        assertThat(launch(tree, launcher, "up").status()).isZero();
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void showsTheEndOfABuildThatFailed() throws Exception {
        script(dir.resolve("bin/mvn"), "#!/bin/sh\necho the compiler is unhappy\nexit 1\n");

        Run run = launch(tree, tree.resolve("berth"), "up");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the compiler is unhappy", "the build failed");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void givesNewerJavasTheOptionsThatTheyWant() throws Exception {
        assertThat(launch(tree, tree.resolve("berth"), "up").out()).doesNotContain("--enable-native-access");
        javaHome = javaOf(25);
        assertThat(launch(tree, tree.resolve("berth"), "up").out()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void leavesTheExitStatusOfDifferencesToThoseWhoFindThem() throws Exception {
        for (String service : List.of("up", "serve", "agent")) {
            assertThat(launch(tree, tree.resolve("berth"), service).out()).contains("-XX:+ExitOnOutOfMemoryError");
        }
        assertThat(launch(tree, tree.resolve("berth"), "audit", "verify").out())
                .contains("dev.berth.cli.Berth audit verify")
                .doesNotContain("ExitOnOutOfMemoryError");
    }

    /** The JVM refuses a heap that begins larger than it may become. */
    @Test
    void beginsWithNoMoreHeapThanItIsGiven() throws Exception {
        javaOptions = "-Xmx64m";

        assertThat(launch(tree, tree.resolve("berth"), "up").out())
                .contains("-Xmx64m")
                .doesNotContain("-Xms");
    }

    /** Java refuses to start with two. */
    @Test
    void hasOneCollectorForEachCommandUnlessAnotherIsNamed() throws Exception {
        Path berth = tree.resolve("berth");
        assertThat(launch(tree, berth, "up").out())
                .contains("-XX:+UseG1GC")
                .doesNotContain("ParallelGC")
                .doesNotContain("SerialGC");
        assertThat(launch(tree, berth, "audit", "verify").out())
                .contains("-XX:+UseParallelGC")
                .doesNotContain("G1GC");
        assertThat(launch(tree, berth, "version").out()).contains("-XX:+UseSerialGC");

        javaOptions = "-Xmx1g\t-XX:+UseParallelGC";
        assertThat(launch(tree, berth, "serve").out())
                .contains("-XX:+UseParallelGC")
                .doesNotContain("G1GC");
        javaOptions = "-XX:+UseStringDeduplication -XX:+DisableExplicitGC";
        assertThat(launch(tree, berth, "serve").out()).contains("-XX:+UseG1GC");
    }

    /** From Java 25 on it keeps profiles too, which are worth more than classes. */
    @Test
    void keepsWhatIsLearntInOneRunOfEverythingInTheFormThatTheJavaHas() throws Exception {
        Run on17 = launch(tree, tree.resolve("berth"), "up");
        assertThat(training()).contains("-XX:ArchiveClassesAtExit=", "dev.berth.cli.Berth demo");
        assertThat(on17.out()).contains("-XX:SharedArchiveFile=").doesNotContain("AOTCache");

        javaHome = javaOf(25);
        Run on25 = launch(tree, tree.resolve("berth"), "up");
        assertThat(training()).contains("-XX:AOTCacheOutput=", "dev.berth.cli.Berth demo");
        assertThat(on25.out()).contains("-XX:AOTCache=").doesNotContain("-XX:SharedArchiveFile=");
        assertThat(on25.err()).contains("preparing fast starts");
        assertThat(launch(tree, tree.resolve("berth"), "up").err())
                .as("once for each Java")
                .isEmpty();
    }

    @Test
    void refusesAJavaThatIsTooOldOrNotThere() throws Exception {
        javaHome = javaOf(11);
        Run old = launch(tree, tree.resolve("berth"), "up");
        assertThat(old.status()).isEqualTo(1);
        assertThat(old.err()).contains("needs Java 17 or newer", "is Java 11");

        javaHome = dir.resolve("nowhere");
        assertThat(launch(tree, tree.resolve("berth"), "up").err()).contains("JAVA_HOME is " + javaHome);
    }

    /** Otherwise the first file that the JVM opens would be where the output goes. */
    @Test
    void writesIntoNoFileWhereStandardOutputIsClosed() throws Exception {
        launch(tree, tree.resolve("berth"), "version");
        script(javaHome.resolve("bin/java"), "#!/bin/sh\necho printed 2>>errors || echo refused >>errors\n");
        Path closing = dir.resolve("closing");
        script(closing, "#!/bin/sh\nexec \"" + tree.resolve("berth") + "\" version >&- 2>&-\n");

        launch(tree, closing);

        assertThat(Files.readString(tree.resolve("errors"))).contains("refused");
    }

    /** A table in a pipe would be of no use to the program behind it. */
    @Test
    void tellsApartWhoSeesWhatIsPrintedAndWhoSeesWhatIsToldMeanwhile() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script), "no " + script);
        launch(tree, tree.resolve("berth"), "up");
        String berth = "'" + tree.resolve("berth") + "' version";

        assertThat(launch(tree, script, "-qec", berth, "/dev/null").out())
                .contains("-Dberth.terminal=true", "-Dberth.terminal.progress=true");
        assertThat(launch(tree, script, "-qec", berth + " | cat", "/dev/null").out())
                .contains("-Dberth.terminal=false", "-Dberth.terminal.progress=true")
                .doesNotContain("-Dberth.terminal.columns");
        assertThat(launch(tree, script, "-qec", "stty cols 80 rows 24; " + berth, "/dev/null")
                        .out())
                .contains("-Dberth.terminal.columns=80");
    }

    private List<Path> libs() throws IOException {
        try (Stream<Path> entries = Files.list(tree.resolve("cli/target/launcher"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("lib-"))
                    .toList();
        }
    }
}

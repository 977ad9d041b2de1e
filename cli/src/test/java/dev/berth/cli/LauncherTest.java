package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a source tree of its own, with a Java and a Maven that only say how they were called. */
class LauncherTest {
    private static final String JAVA = """
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
    private Path dir;

    private Path tree;
    private Path javaHome;
    private String javaOptions = "";

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

    private List<Path> libs() throws IOException {
        try (Stream<Path> entries = Files.list(tree.resolve("cli/target/launcher"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("lib-"))
                    .toList();
        }
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

    /** As packages lay it out: the same script, with jars beside it and nothing to build. */
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

    private Path install(String... jars) throws IOException {
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

    private Path javaOf(int version) throws IOException {
        Path home = dir.resolve("jdk-" + version);
        script(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void age(String... files) throws IOException {
        for (String file : files) {
            Files.setLastModifiedTime(
                    tree.resolve(file), FileTime.from(Instant.now().minusSeconds(3600)));
        }
    }

    private void touchLater(String file) throws IOException {
        Files.setLastModifiedTime(
                tree.resolve(file), FileTime.from(Instant.now().plusSeconds(1)));
    }

    private String training() throws IOException {
        return Files.readString(tree.resolve("training"));
    }

    private long mavenCalls() throws IOException {
        return Files.readAllLines(tree.resolve("maven-calls")).size();
    }

    private Run launch(Path workingDir, Path launcher, String... arguments) throws Exception {
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

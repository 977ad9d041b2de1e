package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTreeTest {
    @TempDir
    Path root;

    private TestingHost host;
    private final HostWarnings warnings = new HostWarnings();
    private KernelTree tree;

    @BeforeEach
    void makeTree() {
        host = TestingHost.in(root, "");
        tree = new KernelTree(root, warnings);
    }

    @Test
    void takesALongFileForNoneAndWarns() {
        host.write("long", new byte[KernelTree.MAX_BYTES + 1]);

        assertThat(tree.text("long")).isEmpty();
        assertThat(tree.list("long")).isEmpty();
        assertThat(warnings.all()).extracting(HostWarning::where).containsExactly("long");
    }

    @Test
    void endsWithAFileThatHasNoEnd() {
        host.link("endless", "/dev/zero");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(tree.text("endless")).isEmpty();
            tree.lines("endless", line -> {});
        });
        assertThat(warnings.all()).isNotEmpty();
    }

    @Test
    void readsALongFileLineByLineUpToItsBound() {
        byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] text = new byte[KernelTree.MAX_LONG_BYTES + line.length];
        for (int at = 0; at < text.length; at += line.length) {
            System.arraycopy(line, 0, text, at, line.length);
        }
        host.write("long", text);
        List<String> lines = new ArrayList<>();

        tree.lines("long", lines::add);

        assertThat(lines).hasSize(KernelTree.MAX_LONG_BYTES / line.length);
        assertThat(warnings.all()).extracting(HostWarning::where).containsExactly("long");
    }

    @Test
    void warnsOfLinksInACircleAndOfDirectoriesInPlaceOfFiles() throws Exception {
        host.link("a", "b");
        host.link("b", "a");
        Files.createDirectory(root.resolve("directory"));

        assertThat(tree.text("a")).isEmpty();
        assertThat(tree.names("a")).isEmpty();
        assertThat(tree.number("directory")).isEmpty();
        assertThat(warnings.all()).extracting(HostWarning::where).containsExactly("a", "directory");
    }

    @Test
    void readsBytesThatAreNoText() {
        host.write("bytes", new byte[] {(byte) 0xff, (byte) 0xfe, 0, '1'});

        assertThat(tree.number("bytes")).isEmpty();
        assertThat(tree.text("bytes")).isPresent();
        assertThat(tree.mask("bytes")).isEmpty();
    }

    @Test
    void saysNothingOfWhatIsNotThere() {
        assertThat(tree.text("gone")).isEmpty();
        assertThat(tree.names("gone")).isEmpty();
        assertThat(tree.link("gone")).isEmpty();
        assertThat(tree.beginning("gone", 10)).isEmpty();
        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void keepsToAsManyWarningsAsPeopleRead() {
        for (int i = 0; i < 1000; i++) {
            warnings.add("file " + i, "odd");
            warnings.add("file " + i % 10, "odd");
        }

        assertThat(warnings.all()).hasSize(101);
        assertThat(warnings.all().get(100)).hasToString("this host: 900 warnings more are not shown");
    }
}

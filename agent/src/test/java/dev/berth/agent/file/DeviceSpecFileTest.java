package dev.berth.agent.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSpecFileTest {
    @TempDir
    Path root;

    @Test
    void readsOneEntryOrAList() {
        assertThat(read("{\"vendor_id\": \"8086\"}").problems()).isEmpty();
        assertThat(read("[{\"vendor_id\": \"8086\"}, [{\"address\": {\"bus\": \"8\"}, \"rack\": null}]]")
                        .value())
                .isPresent();
    }

    @Test
    void namesTheFileAndAllThatIsWrongWithIt() {
        assertThat(read("[{\"vendor_id\": \"8086x\"}, {\"address\": \"8*\"}]").problems())
                .containsExactly(
                        root + "/spec.json: entry 0, vendor_id: expected a hex number up to ffff, or * for any, but got"
                                + " '8086x'",
                        root + "/spec.json: entry 1, address: slot: expected a hex number up to 1f, or * for any, but"
                                + " got '8*'");
    }

    @Test
    void pointsAtWhatIsNotJson() {
        assertThat(read("[{\"vendor_id\": 8086,}]").problems().get(0))
                .startsWith(root + "/spec.json: expected JSON but got at line 1, column 21");
        assertThat(read("{\"vendor_id\": \"8086\", \"vendor_id\": \"10de\"}")
                        .problems()
                        .get(0))
                .contains("Duplicate");
        assertThat(read("").problems()).hasSize(1);
    }

    @Test
    void tellsOfAMissingFile() {
        assertThat(DeviceSpecFile.read(root.resolve("gone")).problems())
                .containsExactly(root + "/gone: there is no such file");
        assertThat(DeviceSpecFile.read(root).problems()).hasSize(1);
    }

    @Test
    void refusesAFileOfNothingOrWithoutEnd() throws IOException {
        assertThat(read("null").problems())
                .containsExactly(root + "/spec.json: expected JSON with something in it but" + " got null");
        assertThat(read(" ".repeat(9 << 20)).problems().get(0)).contains("expected at most 8388608 bytes");
        assertThat(DeviceSpecFile.read(Path.of("/dev/zero")).problems().get(0)).contains("expected a regular file");
        assertThat(LegacyHostFile.read(Path.of("/dev/zero")).problems().get(0)).contains("expected a regular file");
    }

    private FileContent<?> read(String text) {
        try {
            return DeviceSpecFile.read(Files.writeString(root.resolve("spec.json"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyNameTest {
    @TempDir
    private Path dir;

    private Path stores;

    @BeforeEach
    void nameStores() {
        stores = dir.resolve("data/stores");
    }

    @Test
    void staysWithTheStores() throws IOException {
        String first = CopyName.of(stores);
        Files.createDirectories(stores.resolve("0_11"));
        assertThat(CopyName.of(stores)).isEqualTo(first).matches("[0-9a-f]{16}");
    }

    @Test
    void isDrawnAnewWhereTheStoresAreGone() throws IOException {
        String first = CopyName.of(stores);
        assertThat(CopyName.of(stores))
                .as("the name alone is left, and what lies beside the stores")
                .isNotEqualTo(first);
    }

    @Test
    void isDrawnAnewWhereItIsDamagedOrMissing() throws IOException {
        String first = CopyName.of(stores);
        Files.createDirectories(stores.resolve("0_0"));
        Files.writeString(stores.resolve("copy-name"), first.substring(1));
        String second = CopyName.of(stores);
        assertThat(second).isNotEqualTo(first).matches("[0-9a-f]{16}");

        Files.writeString(stores.resolve("copy-name"), second + "\n");
        String third = CopyName.of(stores);
        assertThat(third).isNotEqualTo(second);

        Files.delete(stores.resolve("copy-name"));
        assertThat(CopyName.of(stores)).isNotEqualTo(third);
    }

    @Test
    void saysWhichDirectoryCannotBeUsed() throws IOException {
        Files.createDirectories(stores.getParent());
        Files.writeString(stores, "a file");
        assertThatThrownBy(() -> CopyName.of(stores))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(stores.toString());
    }
}

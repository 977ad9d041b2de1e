package dev.berth.events.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRowKeyTest {
    private static final ProviderId HOST = ProviderId.of("5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11");

    @Test
    void readsWhatItWritesAndPutsAllRowsOfAHostIntoOnePartition() {
        for (HostRow.Kind kind : HostRow.Kind.values()) {
            HostRowKey key = new HostRowKey(new Region("east-1.a"), HOST, kind);
            assertThat(HostRowKey.read(key.bytes())).contains(key);
            assertThat(key.home()).isEqualTo(HostRowKey.home(key.region(), HOST));
        }
        assertThat(new HostRowKey(new Region("east"), HOST, HostRow.Kind.VOUCHED))
                .hasToString("east/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11/vouched");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "east",
                "east/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11",
                "east/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11/other",
                "east/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11/HEARD",
                "east/5F3B9A30-5e62-4c5c-9f05-0a5a3d1b7a11/heard",
                "east/1-1-1-1-1/heard",
                "/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11/heard",
                "east/5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11/heard/"
            })
    void passesOverKeysThatAreNone(String text) {
        assertThat(HostRowKey.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}

package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RequestDigestTest {
    private static final String TEXT = "00010203040506070809fafbfcfdfeff8080808080808080007f00ff7f80ff01";

    @Test
    void isTheBytesItWasMadeOf() {
        byte[] bytes = HexFormat.of().parseHex(TEXT);
        assertThat(RequestDigest.of(bytes).toBytes()).isEqualTo(bytes);
        assertThat(RequestDigest.of(bytes)).hasToString(TEXT);
    }

    @Test
    void isNeverShorterOrLonger() {
        assertThatThrownBy(() -> RequestDigest.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes but got 31");
    }
}

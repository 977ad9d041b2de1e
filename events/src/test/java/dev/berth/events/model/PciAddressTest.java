package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PciAddressTest {
    @Test
    void writesTheCanonicalText() {
        assertThat(PciAddress.of("0:A:1F.7")).hasToString("0000:0a:1f.7");
        assertThat(PciAddress.of("ffff:ff:1f.7")).hasToString("ffff:ff:1f.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10000:81:00.0",
                "0000:81:20.0",
                "0000:81:00.8",
                "81:00.0",
                "0000:81:00",
                "",
                "0000:8g:00.0",
                "0000:81:00.",
                ":81:00.0",
                "0000:081:00.0",
                "0000:81:00.00",
                "0000:81:00.0\n",
                "0000:81:-1.0",
                "0000:81:0\u0661.0",
                "0000.81:00:0"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(PciAddress.parse(text)).isEmpty();
    }

    @Test
    void ordersAsItsTextDoes() {
        PciAddress[] ascending = {
            PciAddress.of("0000:09:1f.7"),
            PciAddress.of("0000:0a:00.0"),
            PciAddress.of("0000:0a:00.1"),
            PciAddress.of("0001:00:00.0")
        };
        for (int i = 1; i < ascending.length; i++) {
            assertThat(ascending[i]).isGreaterThan(ascending[i - 1]);
            assertThat(ascending[i].toString()).isGreaterThan(ascending[i - 1].toString());
        }
    }

    @Test
    void refusesFieldsBeyondTheirMaximum() {
        assertThatThrownBy(() -> new PciAddress(0, 0, 0x20, 0)).hasMessageContaining("0000:00:20.0");
    }
}

package dev.berth.api.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @Test
    void hasTheAddressesThatBeginAsItDoes() {
        assertThat(has("10.1.0.0/16", "10.1.255.255")).isTrue();
        assertThat(has("10.1.0.0/16", "10.2.0.0")).isFalse();
        assertThat(has("10.1.0.0/16", "::ffff:10.1.2.3")).isTrue();
        assertThat(has("192.0.2.128/25", "192.0.2.127")).isFalse();
        assertThat(has("192.0.2.7", "192.0.2.7")).isTrue();
        assertThat(has("192.0.2.7", "192.0.2.6")).isFalse();
        assertThat(has("0.0.0.0/0", "::1")).isFalse();
        assertThat(has("fd00::/8", "fd12::1%eth0")).isTrue();
        assertThat(has("::/0", "host.example.org")).isFalse();
        assertThat(has("::/0", null)).isFalse();
    }

    private static boolean has(String network, String address) {
        return Network.anyHas(List.of(Network.parse(network)), address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "host/8", "10.0.0/8"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a network such as 10.0.0.0/8");
    }
}

package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"berth-1.example.org:8778", "10.0.0.1:80", "[fe80::1]:8778"})
    void readsWhatItWrites(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "berth-1", "berth-1:", ":8778", "berth-1:0", "berth-1:65536"})
    void refusesWhatNobodyCouldConnectTo(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void keepsAnIpv6AddressWithoutItsBrackets() {
        assertThat(Address.parse("[::1]:8778")).isEqualTo(new Address("::1", 8778));
    }
}

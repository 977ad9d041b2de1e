package dev.berth.resource.integer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapacityTest {
    @ParameterizedTest
    @CsvSource({
        "100, 0, 1.15, 114",
        "3, 0, 1.5, 4",
        "10, 10, 16.0, 0",
        "10, 0, 0.5, 5",
        "7, 0, 0.5, 3",
        "16, 2, 16.0, 224",
        "1, 0, 0.99, 0",
        "10, 0, 1.1, 11",
        "1000000007, 7, 1.0, 1000000000"
    })
    void cutsTheDoubleProductTowardZero(long total, long reserved, double ratio, long capacity) {
        assertThat(Capacity.of(total, reserved, ratio)).isEqualTo(capacity);
    }

    @Test
    void neverOverflowsWhenAmountsAreHuge() {
        assertThat(Capacity.hasRoomFor(Long.MAX_VALUE, 5, 10)).isFalse();
        assertThat(Capacity.hasRoomFor(5, 5, 10)).isTrue();
        assertThat(Capacity.hasRoomFor(6, 5, 10)).isFalse();
    }
}

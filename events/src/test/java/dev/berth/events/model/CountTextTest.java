package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTextTest {
    @Test
    void saysTheSingularOfOneAlone() {
        assertThat(CountText.of(0, "host")).isEqualTo("0 hosts");
        assertThat(CountText.of(1, "host")).isEqualTo("1 host");
        assertThat(CountText.of(2_000, "PCI device")).isEqualTo("2,000 PCI devices");
        assertThat(CountText.noun(1, "record")).isEqualTo("record");
    }
}

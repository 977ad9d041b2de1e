package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @Property
    void readsWhatItWrites(@ForAll Set<@IntRange(max = 300) Integer> ids) {
        CpuSet cpus = CpuSet.of(ids);

        assertThat(CpuSet.parse(cpus.toString())).contains(cpus);
    }

    @Test
    void joinsNeighboursIntoRanges() {
        assertThat(CpuSet.of(List.of(8, 3, 2, 1, 0))).hasToString("0-3,8");
    }

    @Test
    void readsABlankFileAsNoCpus() {
        assertThat(CpuSet.parse("\n")).contains(CpuSet.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "1,,2", "1-2-3", "0-99999999", "1;2"})
    void refusesWhatTheKernelWouldNotWrite(String text) {
        assertThat(CpuSet.parse(text)).isEmpty();
    }
}

package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|0",
                "0000,00000000,00000003|0-1",
                "00000001,80000000,0000000f|0-3,63-64",
                "F|0-3",
                "00000000,00000000|''"
            })
    void readsMasksWithTheHighestIdsFirst(String mask, String list) {
        assertThat(CpuSet.parseMask(mask)).contains(CpuSet.parse(list).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1,,2", "123456789", "0x1", "-1", ",1"})
    void refusesMasksThatTheKernelWouldNotWrite(String text) {
        assertThat(CpuSet.parseMask(text)).isEmpty();
    }

    @Property
    void dividesLikeSets(@ForAll Set<@IntRange(max = 99) Integer> a, @ForAll Set<@IntRange(max = 99) Integer> b) {
        assertThat(CpuSet.of(a).without(CpuSet.of(b)).ids()).containsExactlyInAnyOrderElementsOf(Sets.difference(a, b));
        assertThat(CpuSet.of(a).intersection(CpuSet.of(b)).ids())
                .containsExactlyInAnyOrderElementsOf(Sets.intersection(a, b));
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

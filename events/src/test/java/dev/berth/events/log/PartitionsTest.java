package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
    /** Fixed for ever: a region whose partition changed would have its history in another one. */
    @ParameterizedTest
    @CsvSource({"default, 12, 7", "RegionOne, 12, 10", "eu-west-1, 12, 3", "default, 1, 0"})
    void keepsARegionInItsPartition(String region, int count, int partition) {
        assertThat(Partitions.of(new Region(region), count)).isEqualTo(partition);
    }

    @Test
    void takesARecordForItsRegionsOnlyAtHome() {
        byte[] key = Partitions.key(new Region("default"));
        assertThat(Partitions.regionOf(key, 7, 12)).contains(new Region("default"));
        assertThat(Partitions.regionOf(key, 6, 12)).isEmpty();
        assertThat(Partitions.whyForeign(key, 12)).contains("region default is at home in partition 7");
    }

    @Test
    void takesARecordForForeignWhoseKeyNamesNoRegion() {
        for (byte[] key :
                new byte[][] {null, {}, {0}, {(byte) 0xc3}, "not a region\n".getBytes(StandardCharsets.UTF_8)}) {
            for (int partition = 0; partition < 3; partition++) {
                assertThat(Partitions.regionOf(key, partition, 3)).isEmpty();
            }
            assertThat(Partitions.whyForeign(key, 3))
                    .endsWith("names no region")
                    .doesNotContain("\n");
        }
    }
}

package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
    /** Fixed for ever: a region whose partition changed would have its history in another one. */
    @ParameterizedTest
    @CsvSource({"default, 12, 7", "RegionOne, 12, 10", "eu-west-1, 12, 3", "default, 1, 0"})
    void keepsARegionInItsPartition(String region, int count, int partition) {
        assertThat(Partitions.of(new Region(region), count)).isEqualTo(partition);
    }
}

package dev.berth.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    @Test
    void leavesMostOfTheFilesToWhatElseIsOpen() {
        assertThat(ConnectionLimits.USUAL.withinFiles(1_024).connectionsMax()).isEqualTo(256);
        assertThat(ConnectionLimits.USUAL.withinFiles(1).connectionsMax()).isEqualTo(1);
    }

    @Test
    void takesAsManyAsWereAskedForWhereThereAreFilesEnough() {
        assertThat(ConnectionLimits.USUAL.withinFiles(16_384)).isEqualTo(ConnectionLimits.USUAL);
        assertThat(ConnectionLimits.USUAL.withinFiles(Long.MAX_VALUE)).isEqualTo(ConnectionLimits.USUAL);
    }

    @Test
    void knowsHowManyFilesTheProcessMayHaveOpen() {
        assertThat(OpenFiles.max()).isGreaterThan(100);
    }
}

package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AuditReportTest {
    @Test
    void tellsTheWorstThatWasFoundByItsExitCode() {
        assertThat(exitCode("")).isZero();
        assertThat(exitCode("east")).isEqualTo(6);
        assertThat(exitCode("", Difference.Kind.STATE_DIFFERS)).isEqualTo(3);
        assertThat(exitCode("east", Difference.Kind.STATE_DIFFERS)).isEqualTo(3);
        assertThat(exitCode("east", Difference.Kind.STATE_DIFFERS, Difference.Kind.RECORD_DAMAGED))
                .isEqualTo(4);
    }

    @Test
    void tellsThatNotAllCouldBeComparedUnlessSomethingDiffers() {
        assertThat(exitCode(false, "")).isEqualTo(4);
        assertThat(exitCode(false, "east")).isEqualTo(4);
        assertThat(exitCode(false, "", Difference.Kind.STATE_DIFFERS)).isEqualTo(3);
    }

    private static int exitCode(String stopped, Difference.Kind... kinds) {
        return exitCode(true, stopped, kinds);
    }

    private static int exitCode(boolean isComplete, String stopped, Difference.Kind... kinds) {
        ImmutableList.Builder<Difference> differences = ImmutableList.builder();
        for (Difference.Kind kind : kinds) {
            differences.add(
                    new Difference(kind, Optional.empty(), 0, OptionalLong.of(3), OptionalLong.empty(), "", ""));
        }
        return new AuditReport(
                        9,
                        9,
                        0,
                        0,
                        1,
                        1,
                        stopped.isEmpty() ? ImmutableSortedMap.of() : ImmutableSortedMap.of(stopped, "0@3: no command"),
                        kinds.length,
                        differences.build(),
                        isComplete
                                ? ImmutableList.of()
                                : ImmutableList.of(new UncomparedRange(0, Optional.of("east"), 3, 7, 5, "no decision")),
                        ImmutableList.of(),
                        ImmutableSortedMap.of(),
                        Optional.empty())
                .exitCode();
    }
}

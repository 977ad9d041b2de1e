package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.shadow.CallSubjects.Reach;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Subject ONE = Subject.provider("one");
    private static final Subject OTHER = Subject.provider("other");

    private final Gaps gaps = new Gaps();

    private static CallSubjects write(Subject subject) {
        return CallOrderTest.call(1, Reach.WRITES_SOME, Set.of(), Set.of(subject))
                .subjects();
    }

    @Test
    void closesWhatNobodyWroteToWhileItWasImported() {
        gaps.open(write(ONE), "missed");
        gaps.open(write(OTHER), "missed");
        Gaps.Round round = gaps.begin(List.of());
        round.touch(write(OTHER));
        gaps.end(round, Map.of());
        assertThat(gaps.concern(write(ONE))).isFalse();
        assertThat(gaps.concern(write(OTHER))).isTrue();
    }

    @Test
    void closesNothingThatAWriteWasUnderWayTo() {
        gaps.open(write(ONE), "missed");
        gaps.end(gaps.begin(List.of(write(ONE))), Map.of());
        assertThat(gaps.concern(write(ONE))).isTrue();
        gaps.end(gaps.begin(List.of()), Map.of(ONE, "it differs still"));
        assertThat(gaps.cause()).isEqualTo("it differs still");
        gaps.end(gaps.begin(List.of()), Map.of());
        assertThat(gaps.areNone()).isTrue();
    }

    @Test
    void doubtsCallsAboutNamesAndTreesWhileAProviderMayHaveAnotherName() {
        CallSubjects rename = CallOrderTest.call(1, Reach.WRITES_SOME, Set.of(), Set.of(OTHER, Subject.TREES))
                .subjects();
        CallSubjects look = CallSubjects.reads(Reach.READS_SOME, OTHER, Subject.TREES);
        gaps.open(write(ONE), "a claim was missed");
        assertThat(gaps.mayMatterTo(rename)).isFalse();
        gaps.open(
                CallOrderTest.call(2, Reach.WRITES_SOME, Set.of(), Set.of(ONE, Subject.TREES))
                        .subjects(),
                "a rename was missed");
        assertThat(gaps.mayMatterTo(rename)).isTrue();
        assertThat(gaps.mayMatterTo(look)).isTrue();
        assertThat(gaps.mayMatterTo(write(OTHER))).isFalse();
        assertThat(gaps.concern(rename)).isFalse();
        gaps.end(gaps.begin(List.of(write(ONE))), Map.of());
        assertThat(gaps.mayMatterTo(rename)).isTrue();
        gaps.end(gaps.begin(List.of()), Map.of(ONE, "its name differs still"));
        assertThat(gaps.mayMatterTo(rename)).isTrue();
        gaps.end(gaps.begin(List.of()), Map.of());
        assertThat(gaps.mayMatterTo(rename)).isFalse();
    }

    @Test
    void keepsOfAllWhatWasWrittenToWhileAllWasRead() {
        gaps.openAll("nothing was compared yet");
        assertThat(gaps.concern(write(ONE))).isTrue();
        Gaps.Round round = gaps.begin(List.of());
        round.touch(write(OTHER));
        gaps.open(write(OTHER), "missed");
        gaps.end(round, Map.of());
        assertThat(gaps.concern(write(ONE))).isFalse();
        assertThat(gaps.concern(write(OTHER))).isTrue();
    }

    @Test
    void takesAllForBehindWhereNobodyKnowsWhatAWriteChanged() {
        gaps.open(CallOrderTest.call(1, Reach.WRITES_ALL, Set.of(), Set.of()).subjects(), "missed");
        assertThat(gaps.areAll()).isTrue();
        Gaps.Round round = gaps.begin(List.of());
        round.touch(CallOrderTest.call(1, Reach.WRITES_ALL, Set.of(), Set.of()).subjects());
        gaps.end(round, Map.of());
        assertThat(gaps.areAll()).isTrue();
    }

    @Test
    void comparesNothingAboutAllWhileAnythingIsBehind() {
        gaps.open(write(ONE), "missed");
        assertThat(gaps.concern(CallSubjects.ALL_READ)).isTrue();
        assertThat(gaps.concern(CallSubjects.NONE)).isFalse();
        assertThat(gaps.concern(write(OTHER))).isFalse();
    }

    @Test
    void knowsHowManyOfEachKindAreBehind() {
        gaps.openAll("nothing was compared yet");
        Gaps.Round all = gaps.begin(List.of());
        all.touch(write(ONE));
        gaps.end(all, Map.of());
        gaps.open(write(ONE), "missed once more");
        gaps.open(write(OTHER), "missed");
        gaps.open(write(Subject.consumer("c")), "missed");
        assertThat(gaps.count(Subject.Kind.PROVIDER)).isEqualTo(2);
        assertThat(gaps.count(Subject.Kind.CONSUMER)).isEqualTo(1);
        gaps.end(gaps.begin(List.of()), Map.of(OTHER, "it differs still"));
        assertThat(gaps.count(Subject.Kind.PROVIDER)).isEqualTo(1);
        assertThat(gaps.count(Subject.Kind.CONSUMER)).isZero();
        gaps.openAll("a region of another");
        assertThat(gaps.count(Subject.Kind.PROVIDER)).isZero();
    }

    @Test
    void boundsWhatItRemembers() {
        for (int i = 0; i <= 100_001; i++) {
            gaps.open(write(Subject.consumer("c" + i)), "missed");
        }
        assertThat(gaps.areAll()).isTrue();
        assertThat(gaps.causes()).isEmpty();
    }

    @Test
    void tellsWhetherWhatARoundWasForIsClosed() {
        gaps.open(write(ONE), "missed");
        assertThat(gaps.end(gaps.begin(List.of(write(ONE))), Map.of())).isFalse();
        assertThat(gaps.end(gaps.begin(List.of()), Map.of(ONE, "it differs still")))
                .isFalse();
        Gaps.Round round = gaps.begin(List.of());
        gaps.open(write(OTHER), "missed since");
        assertThat(gaps.end(round, Map.of())).isTrue();

        gaps.openAll("somebody asked for it");
        Gaps.Round all = gaps.begin(List.of());
        all.touch(CallSubjects.ALL_WRITTEN);
        assertThat(gaps.end(all, Map.of())).isFalse();
        assertThat(gaps.end(gaps.begin(List.of(write(ONE))), Map.of())).isFalse();
        assertThat(gaps.end(gaps.begin(List.of()), Map.of())).isTrue();
    }
}

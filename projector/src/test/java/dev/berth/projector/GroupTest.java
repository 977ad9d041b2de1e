package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final Group STABLE = new Group(true, Map.of("a-1", Set.of(0, 2), "a-2", Set.of(1)));

    @Test
    void isKeptByTheVeryThreadThatHasIt() {
        assertThat(STABLE.isKept(1, "a-2")).isTrue();
        assertThat(STABLE.isKept(1, "a-1"))
                .as("another thread of the same instance")
                .isFalse();
        assertThat(STABLE.isKept(1, "a-3"))
                .as("the thread that has replaced it")
                .isFalse();
    }

    @Test
    void isKeptWhileMembersChangePlacesByWhoIsStillAmongThem() {
        Group moving = new Group(false, Map.of("a-1", Set.of()));

        assertThat(moving.isKept(0, "a-1")).isTrue();
        assertThat(moving.isKept(1, "a-2")).isFalse();
        assertThat(moving.isGiven(0, "a-1"::equals)).as("nobody's are told").isFalse();
    }

    @Test
    void isWithoutOthersWhereItIsEmpty() {
        assertThat(Group.EMPTY.isWithout(member -> true)).isTrue();
        assertThat(STABLE.isWithout("a-1"::equals)).isFalse();
    }
}

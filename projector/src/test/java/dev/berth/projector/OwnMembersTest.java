package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnMembersTest {
    private static final String BEFORE = "berth-one-aaaaaaaa-StreamThread-1-consumer";
    private static final String NOW = "berth-one-bbbbbbbb-StreamThread-1-consumer";

    private final OwnMembers own = new OwnMembers();

    @Test
    void knowsTheMemberThatCameBackToAPlaceByItsOwnId() {
        own.joined("one-1-x", NOW);

        assertThat(own.client("one-1-x", BEFORE)).isEqualTo(NOW);
    }

    @Test
    void doesNotTakeWhoeverHasItsPlaceNowForItself() {
        own.joined("one-1-x", NOW);

        assertThat(own.client("one-1-y", NOW)).isNotEqualTo(NOW).doesNotStartWith("berth-one-bbbbbbbb-");
    }

    @Test
    void leavesOthersAsTheCoordinatorShowsThem() {
        own.joined("one-1-x", NOW);

        assertThat(own.client("two-1-z", "berth-two-cccccccc-StreamThread-1-consumer"))
                .isEqualTo("berth-two-cccccccc-StreamThread-1-consumer");
    }
}

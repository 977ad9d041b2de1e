package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuccessorsTest {
    private static final Address FIRST = new Address("berth-1", 8778);
    private static final Address SECOND = new Address("berth-2", 8778);

    private Group group = Group.EMPTY;
    private final Successors successors = new Successors(() -> group);

    @Test
    void areWhomTheGroupNamesWhereTheySaidThatTheyAre() {
        successors.named(FIRST, new PeerProcess("berth-berth-1-0a", List.of()));
        successors.named(SECOND, new PeerProcess("berth-berth-2-0b", List.of()));
        group = new Group(
                true,
                Map.of(
                        "berth-berth-1-0a-StreamThread-1-consumer", Set.of(0),
                        "berth-berth-2-0b-StreamThread-1-consumer", Set.of(1)));
        assertThat(successors.owner(0)).isEqualTo(new Owner.At(FIRST));
        assertThat(successors.owner(1)).isEqualTo(new Owner.At(SECOND));
        assertThat(successors.areComplete(2)).isTrue();
    }

    @Test
    void areNotKnownWhileMembersChangePlacesOrOfAProcessThatHasSaidNothing() {
        successors.named(FIRST, new PeerProcess("berth-berth-1-0a", List.of()));
        group = new Group(false, Map.of("berth-berth-1-0a-StreamThread-1-consumer", Set.of(0)));
        assertThat(successors.owner(0)).isInstanceOf(Owner.Nobody.class);
        group = new Group(true, Map.of("berth-berth-1-0c-StreamThread-1-consumer", Set.of(0)));
        assertThat(successors.owner(0)).isInstanceOf(Owner.Nobody.class);
        assertThat(successors.areComplete(1)).isFalse();
    }
}

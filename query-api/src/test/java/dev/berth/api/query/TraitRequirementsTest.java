package dev.berth.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TraitRequirementsTest {
    @Test
    void asksOnceForWhatIsAskedForManyTimes() {
        TraitRequirements asked = TraitRequirements.withoutChoice("A,B,!C,".repeat(1_000) + "A");

        assertThat(asked.required()).containsExactly(Set.of("A"), Set.of("B"));
        assertThat(asked.forbidden()).containsExactly("C");
    }
}

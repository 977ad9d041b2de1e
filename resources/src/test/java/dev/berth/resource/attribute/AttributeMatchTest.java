package dev.berth.resource.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.AttributeValue;
import org.junit.jupiter.api.Test;

final class AttributeMatchTest {
    @Test
    void ignoresTheCaseOfLettersFromAToZAndOfNoOthers() {
        assertThat(meets("PhysNet-1", "physnet-1")).isTrue();
        assertThat(meets("physnet-1", "physnet-2")).isFalse();
        assertThat(meets("Z\u00fcrich", "z\u00fcRICH")).isTrue();
        assertThat(meets("Z\u00fcrich", "Z\u00dcRICH")).isFalse();
        // A pair since Unicode 16, in which some versions of Java see the same letter and others do not.
        assertThat(meets("\ua7da", "\ua7db")).isFalse();
        // The sign for Kelvin is a k in lower case.
        assertThat(meets("\u212a", "k")).isFalse();
    }

    @Test
    void readsWordsForYesAndNoInAnyCaseBetweenBlanks() {
        assertThat(AttributeMatch.isTrue(AttributeValue.of(" YES\t"))).isTrue();
        assertThat(AttributeMatch.isFalse(AttributeValue.of("Off "))).isTrue();
        assertThat(AttributeMatch.isTrue(AttributeValue.of("\u2003yes"))).isFalse();
    }

    private static boolean meets(String wanted, String actual) {
        return AttributeMatch.meets(AttributeValue.of(wanted), AttributeValue.of(actual));
    }
}

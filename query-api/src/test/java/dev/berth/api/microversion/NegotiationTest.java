package dev.berth.api.microversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.microversion.Negotiation.Agreed;
import dev.berth.api.microversion.Negotiation.Malformed;
import dev.berth.api.microversion.Negotiation.Unacceptable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
    @Test
    void meansTheLowestVersionWhereNoneIsNamed() {
        assertThat(Negotiation.of(List.of())).isEqualTo(new Agreed(Microversion.MIN));
        assertThat(Negotiation.of(List.of("compute 2.1", "placement"))).isEqualTo(new Agreed(Microversion.MIN));
    }

    @Test
    void takesTheLastEntryOfTheService() {
        assertThat(Negotiation.of(List.of("placement 1.2", "compute 2.1, PLACEMENT  1.10 ,volume 3.0")))
                .isEqualTo(new Agreed(new Microversion(10)));
        assertThat(Negotiation.of(List.of("placement latest"))).isEqualTo(new Agreed(Microversion.MAX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.40", "0.9", "2.0", "1.-1", "1.99999999999999999999"})
    void cannotServeVersionsThatThereAreNot(String version) {
        assertThat(Negotiation.of(List.of("placement " + version))).isEqualTo(new Unacceptable(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1.010", "+1.10", "01. 10"})
    void readsNumbersLoosely(String version) {
        assertThat(Negotiation.of(List.of("placement " + version))).isEqualTo(new Agreed(new Microversion(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", ".5", "1.2.3", "pony.horse", "Latest"})
    void doesNotTakeOtherWordsForVersions(String version) {
        assertThat(Negotiation.of(List.of("placement " + version))).isInstanceOf(Malformed.class);
    }

    @Test
    void hasEachFeatureFromItsVersionOn() {
        for (Feature feature : Feature.values()) {
            assertThat(feature.since().has(feature)).isTrue();
            assertThat(new Microversion(feature.since().minor() - 1).has(feature))
                    .isFalse();
        }
        assertThat(Feature.values()).hasSize(Microversion.MAX.minor());
    }
}

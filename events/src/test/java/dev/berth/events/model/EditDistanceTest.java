package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({"address,address,0", "adress,address,1", "tokne,token,1", "url,rul,1", "'',abc,3", "kitten,sitting,3"})
    void countsSlipsTheSameBothWays(String word, String other, int slips) {
        assertThat(EditDistance.between(word, other)).isEqualTo(slips);
        assertThat(EditDistance.between(other, word)).isEqualTo(slips);
    }
}

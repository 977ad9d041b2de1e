package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class RestoreLagTest {
    @Test
    void saysThatItIsNotKnownWhereKafkaDoesNotAnswer() {
        assertThat(RestoreLag.words(() -> {
                    throw new StreamsException("Unable to obtain end offsets from kafka");
                }))
                .isEqualTo("how much of the stores is to restore is not known "
                        + "(Unable to obtain end offsets from kafka)");
    }

    @Test
    void saysThatNothingIsLeftWhereThereAreNoStores() {
        assertThat(RestoreLag.words(Map::of)).isEqualTo("0 records of the stores to restore");
    }
}

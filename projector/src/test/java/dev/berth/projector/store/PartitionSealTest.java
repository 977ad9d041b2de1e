package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Position;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PartitionSealTest {
    private static final PartitionSeal SEAL = PartitionSeal.of(
            new TreeMap<>(), LogMark.of(new Uuid(1, 1), new Position(0, 23, 1_000), null, new byte[] {1}));

    @Test
    void isReadAsItWasWritten() {
        assertThat(PartitionSeal.fromBytes(SEAL.toBytes())).isEqualTo(SEAL);
    }

    /** One in the mark would have the partition halt, as if its log were another. */
    @Test
    void isNotBelievedWithAFlippedBit() {
        byte[] bytes = SEAL.toBytes();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> PartitionSeal.fromBytes(damaged))
                    .as("bit %d", bit)
                    .isInstanceOf(UnreadableRowException.class);
        }
    }
}

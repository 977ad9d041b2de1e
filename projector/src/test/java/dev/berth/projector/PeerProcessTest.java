package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerProcessTest {
    @Test
    void isReadAsItWasWritten() {
        PeerProcess process =
                new PeerProcess("berth-berth-1-0a1b2c3d", List.of("berth-projector-b-2", "berth-projector-b-1"));
        assertThat(process.text()).isEqualTo("berth-berth-1-0a1b2c3d berth-projector-b-1 berth-projector-b-2");
        assertThat(PeerProcess.parse(process.text())).contains(process);
        PeerProcess young = new PeerProcess("berth-berth-1-0a1b2c3d", List.of());
        assertThat(PeerProcess.parse(young.text())).contains(young);
    }

    @Test
    void namesNoProducerOfAnotherService() {
        assertThat(PeerProcess.parse("berth-berth-1-0a1b2c3d payments-1")).isEmpty();
        assertThat(PeerProcess.parse("berth-berth-1-0a1b2c3d berth-projector-b-1 payments-1"))
                .isEmpty();
    }

    @Test
    void isNothingThatIsTooLongOrHasNoName() {
        assertThat(PeerProcess.parse("")).isEmpty();
        assertThat(PeerProcess.parse(" berth-projector-b-1")).isEmpty();
        assertThat(PeerProcess.parse("b".repeat(256))).isEmpty();
        assertThat(PeerProcess.parse("berth-1 " + String.join(" ", Collections.nCopies(17, "berth-projector-b-1"))))
                .isEmpty();
        assertThat(PeerProcess.parse("berth-1 berth-projector-b\n-1")).isEmpty();
    }
}

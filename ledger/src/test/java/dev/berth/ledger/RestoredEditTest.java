package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An edit reads as the region that it would make, and stands where the region was left. */
final class RestoredEditTest {
    private final TestingLog log = new TestingLog(1, 120);
    private final RegionView end = log.end();

    @Test
    void readsAsTheRegionThatItWouldMake() {
        RegionEdit edit = new RegionEdit(end);
        assertThat(edit.rulesVersion()).isEqualTo(end.rulesVersion());
        assertThat(edit.catalogue()).isSameAs(end.catalogue());
        assertThat(edit.providers()).isSameAs(end.providers());
        assertThat(edit.consumers()).isSameAs(end.consumers());
        assertThat(edit.hosts()).isSameAs(end.hosts());
        assertThat(edit.enrolments()).isSameAs(end.enrolments());
        assertThat(edit.sequences()).isSameAs(end.sequences());
        assertThat(edit.drains()).isSameAs(end.drains());
        assertThat(edit.devices()).isSameAs(end.devices());
        assertThat(edit.flavors()).isSameAs(end.flavors());
        assertThat(edit.recent()).isSameAs(end.recent());
    }

    @Test
    void comesToTheSameRegionByEventsAloneAndFromFactsAlone() {
        assertThat(StateDigest.of(log.replay())).isEqualTo(StateDigest.of(end));
        RegionView restored = new KeptFacts(end).restored(new SplittableRandom(1));
        assertThat(StateDigest.of(restored)).isEqualTo(StateDigest.of(end));
        assertThat(restored.position()).isEqualTo(end.position());
    }
}

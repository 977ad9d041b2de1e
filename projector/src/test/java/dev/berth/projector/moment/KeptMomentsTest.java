package dev.berth.projector.moment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.moment.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What of the present is kept in memory as it passes, and for how long. */
final class KeptMomentsTest {
    private static final Region EAST = new Region("east");

    private long nowNs;
    private KeptMoments kept = new KeptMoments(() -> nowNs);

    @Test
    void keepOneInSoMany() {
        List<Moment> passed = passed(EAST, 2_000);
        passed.forEach(this::see);
        assertThat(floor(EAST, 2_000)).contains(passed.get(7 * KeptMoments.SPACING));
        assertThat(floor(EAST, KeptMoments.SPACING - 1)).contains(passed.get(0));
    }

    @Test
    void letOldOnesGo() {
        List<Moment> passed = passed(EAST, 600);
        see(passed.get(0));
        nowNs += KeptMoments.AGE_MAX.toNanos() + 1;
        see(passed.get(500));
        assertThat(floor(EAST, 499)).isEmpty();
        assertThat(floor(EAST, 500)).contains(passed.get(500));
    }

    @Test
    void areBoundedInNumberAndCoverAllOfTheTime() {
        kept = new KeptMoments(4, 32, () -> nowNs);
        List<Moment> passed = passed(EAST, 3 * 4 * 32);
        passed.forEach(this::see);
        List<Long> found = new ArrayList<>();
        long offset = passed.size();
        for (Optional<Moment> next = floor(EAST, offset); next.isPresent(); next = floor(EAST, offset)) {
            found.add(next.get().through());
            offset = next.get().through() - 1;
        }
        assertThat(found).hasSizeBetween(16, 32);
        assertThat(found.get(found.size() - 1)).isZero();
        for (int i = 1; i < found.size(); i++) {
            assertThat(found.get(i - 1) - found.get(i)).isLessThanOrEqualTo(4L * passed.size() / 32);
        }
    }

    @Test
    void areBoundedOverAllRegions() {
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < KeptMoments.ALL_MAX + 500; i++) {
            Region region = new Region("r" + i);
            regions.add(region);
            see(passed(region, 1).get(0));
        }
        assertThat(regions.stream().filter(region -> floor(region, 10).isPresent()))
                .hasSize(KeptMoments.ALL_MAX);
        kept.seeOnly(regions.subList(0, 10));
        assertThat(regions.stream().filter(region -> floor(region, 10).isPresent()))
                .hasSize(10);
    }

    private void see(Moment moment) {
        kept.see(moment.fold());
    }

    private Optional<Moment> floor(Region region, long offset) {
        return kept.floor(region, offset).map(KeptMoments.Found::moment);
    }

    private static List<Moment> passed(Region region, int count) {
        List<Moment> passed = new ArrayList<>();
        Moment now = Moment.beginning(LogId.NONE, region);
        for (int i = 0; i < count; i++) {
            CommandId id = new CommandId(new UUID(1, i));
            now = now.take(new LogEntry.Readable(
                    new Position(0, i, i), new CreateTrait(id, Trait.of("CUSTOM_ONE")), Sha256.NONE));
            passed.add(now);
        }
        return passed;
    }
}

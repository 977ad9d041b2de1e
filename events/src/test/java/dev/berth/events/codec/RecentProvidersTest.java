package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RecentProvidersTest {
    @Property(tries = 5)
    void areWhatWasReadWhateverWasReadBefore(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<UUID> met = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            UUID value = met.isEmpty() || random.nextInt(4) == 0
                    ? new UUID(random.nextLong(), random.nextLong())
                    : met.get(random.nextInt(met.size()));
            met.add(value);
            assertThat(RecentProviders.of(value).value()).isEqualTo(value);
        }
    }

    @Test
    void areKeptOnceForAllWhoNameThem() {
        UUID value = UUID.randomUUID();
        ProviderId first = RecentProviders.of(value);
        assertThat(RecentProviders.of(new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits())))
                .isSameAs(first);
    }
}

package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReportMetersTest {
    /** Each question holds up all calls. */
    @Test
    void asksOnceForAllOfAScrape() {
        AtomicInteger asked = new AtomicInteger();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ReportMeters.register(meters, new ShadowReport(), () -> {
            asked.incrementAndGet();
            return new ShadowState(1, 2, 10, 3, 100, false, true, "nothing was compared yet", 4, 5, new TreeMap<>());
        });

        meters.getMeters().forEach(meter -> meter.measure().forEach(Measurement::getValue));

        assertThat(asked.get()).isBetween(1, 2);
        assertThat(meters.get("berth.shadow.behind.providers").gauge().value()).isEqualTo(4);
        assertThat(meters.get("berth.shadow.behind.all").gauge().value()).isEqualTo(1);
        assertThat(meters.get("berth.shadow.follower.up").gauge().value()).isEqualTo(1);
    }
}

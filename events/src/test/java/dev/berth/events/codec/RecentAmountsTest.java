package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RecentAmountsTest {
    /** Few classes and amounts, so that most are met again. */
    private static final List<String> CLASSES = List.of("VCPU", "MEMORY_MB", "DISK_GB", "CUSTOM_A", "CUSTOM_B");

    @Property(tries = 20)
    void areWhatWasWrittenWhateverWasReadBefore(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            ImmutableSortedMap.Builder<ResourceClass, Long> amounts = ImmutableSortedMap.naturalOrder();
            amounts.put(ResourceClass.of("PCPU"), random.nextLong(1, 1L << random.nextInt(1, 62)));
            CLASSES.stream()
                    .filter(name -> random.nextBoolean())
                    .forEach(name -> amounts.put(ResourceClass.of(name), random.nextLong(1, 4)));
            Consumer holder = holder(amounts.build());
            assertThat(read(holder)).isEqualTo(holder);
        }
    }

    @Test
    void areKeptOnceForTwoConsumersOfOneFlavor() {
        ImmutableSortedMap<ResourceClass, Long> flavor =
                ImmutableSortedMap.of(ResourceClass.of("MEMORY_MB"), 65_536L, ResourceClass.of("VCPU"), 4_000L);
        assertThat(held(read(holder(flavor)))).isSameAs(held(read(holder(flavor))));
    }

    @Test
    void haveClassesThatAreMadeOnce() {
        ResourceClass one = held(read(holder(ImmutableSortedMap.of(ResourceClass.of("CUSTOM_ONCE"), 1L))))
                .firstKey();
        ResourceClass two = held(read(holder(ImmutableSortedMap.of(ResourceClass.of("CUSTOM_ONCE"), 2L))))
                .firstKey();
        assertThat(one).isSameAs(two);
    }

    private static ImmutableSortedMap<ResourceClass, Long> held(Consumer consumer) {
        return consumer.allocations().byProvider().get(0).amounts();
    }

    private static Consumer read(Consumer consumer) {
        return StateCodec.CONSUMER.decode(StateCodec.CONSUMER.encode(consumer));
    }

    private static Consumer holder(ImmutableSortedMap<ResourceClass, Long> amounts) {
        return new Consumer(
                new ConsumerId(UUID.randomUUID()),
                1,
                "project",
                "user",
                Optional.empty(),
                Allocations.of(new ProviderId(UUID.randomUUID()), amounts),
                0,
                0,
                Optional.empty());
    }
}

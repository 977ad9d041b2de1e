package dev.berth.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ConsumerId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class IdSetTest {
    @Property(tries = 100)
    void givesWhatASortedSetGives(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        IdSet<ConsumerId> set = IdSet.empty();
        TreeSet<ConsumerId> model = new TreeSet<>();
        for (int step = 0; step < 300; step++) {
            ConsumerId id = new ConsumerId(new UUID(0, random.nextInt(100)));
            boolean isGone = random.nextInt(3) == 0;
            set = isGone ? set.without(id) : set.with(id);
            if (isGone ? model.remove(id) : model.add(id)) {
                assertThat(ImmutableList.copyOf(set)).isEqualTo(ImmutableList.copyOf(model));
            }
        }
    }

    @Test
    void endsBehindTheLast() {
        ConsumerId only = new ConsumerId(new UUID(1, 2));
        Iterator<ConsumerId> ids = IdSet.<ConsumerId>empty().with(only).iterator();
        assertThat(ids.next()).isEqualTo(only);
        assertThat(ids.hasNext()).isFalse();
        assertThatThrownBy(ids::next).isInstanceOf(NoSuchElementException.class);
    }
}

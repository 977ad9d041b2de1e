package dev.berth.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class IdMapTest {
    /** An id whose hash is chosen, so that hashes may be the same or differ in their last bits alone. */
    private record Id(int number, int hash) implements Comparable<Id> {
        @Override
        public int compareTo(Id other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Property(tries = 200)
    void isWhatASortedMapIsAfterEachChange(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int ids = 1 + random.nextInt(200);
        int hashes = 1 + random.nextInt(50);
        int shift = 4 * random.nextInt(8);
        IdMap<Id, Integer> map = IdMap.empty();
        TreeMap<Id, Integer> model = new TreeMap<>();
        for (int step = 0; step < 400; step++) {
            int number = random.nextInt(ids);
            Id id = new Id(number, number % hashes << shift);
            if (random.nextInt(3) == 0) {
                map = map.without(id);
                model.remove(id);
            } else {
                map = map.with(id, step);
                model.put(id, step);
            }
            assertThat(map.get(id)).isEqualTo(model.get(id));
            assertThat(map.size()).isEqualTo(model.size());
        }
        assertThat(map.keys()).isEqualTo(List.copyOf(model.keySet()));
        assertThat(map.values()).isEqualTo(List.copyOf(model.values()));
        for (int number = 0; number < ids; number++) {
            Id id = new Id(number, number % hashes << shift);
            assertThat(map.get(id)).isEqualTo(model.get(id));
        }
    }

    @Property(tries = 200)
    void isWhatASortedMapIsIfItIsBuiltAtOnce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int hashes = 1 + random.nextInt(50);
        int shift = 4 * random.nextInt(8);
        IdMap.Builder<Id, Integer> builder = new IdMap.Builder<>();
        TreeMap<Id, Integer> model = new TreeMap<>();
        for (int step = random.nextInt(300); step > 0; step--) {
            int number = random.nextInt(200);
            Id id = new Id(number, number % hashes << shift);
            builder.put(id, step);
            model.put(id, step);
        }
        IdMap<Id, Integer> map = builder.build();
        Id other = new Id(-1, random.nextInt());
        assertThat(map.with(other, 0).without(other).keys()).isEqualTo(List.copyOf(model.keySet()));
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(map.keys()).isEqualTo(List.copyOf(model.keySet()));
        assertThat(map.values()).isEqualTo(List.copyOf(model.values()));
        model.forEach((id, value) -> assertThat(map.get(id)).isEqualTo(value));
    }

    @Property(tries = 50)
    void staysAsItWasWhenOthersAreMadeOfIt(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<IdMap<Id, Integer>> maps = new ArrayList<>(List.of(IdMap.empty()));
        List<TreeMap<Id, Integer>> models = new ArrayList<>(List.of(new TreeMap<>()));
        for (int step = 0; step < 100; step++) {
            int from = random.nextInt(maps.size());
            Id id = new Id(random.nextInt(60), random.nextInt(4) == 0 ? 7 : random.nextInt());
            TreeMap<Id, Integer> model = new TreeMap<>(models.get(from));
            boolean isGoing = random.nextInt(3) == 0;
            if (isGoing && !model.isEmpty()) {
                id = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
                model.remove(id);
            } else if (!model.containsKey(id)) {
                model.put(id, step);
                isGoing = false;
            } else {
                continue;
            }
            maps.add(isGoing ? maps.get(from).without(id) : maps.get(from).with(id, step));
            models.add(model);
        }
        for (int i = 0; i < maps.size(); i++) {
            assertThat(maps.get(i).keys()).isEqualTo(List.copyOf(models.get(i).keySet()));
            assertThat(maps.get(i).values()).isEqualTo(List.copyOf(models.get(i).values()));
        }
    }

    @Test
    void isWithoutAnIdThatWasNeverInIt() {
        IdMap<Id, Integer> one = IdMap.<Id, Integer>empty().with(new Id(1, 1), 10);
        assertThat(one.without(new Id(2, 1)).size()).isEqualTo(1);
        assertThat(one.without(new Id(2, 17)).size()).isEqualTo(1);
        assertThat(one.without(new Id(1, 1)).isEmpty()).isTrue();
        assertThat(IdMap.<Id, Integer>empty().get(new Id(1, 1))).isNull();
    }
}

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

    /** A value, and its id. */
    private record Numbered(Id id, int value) {}

    private static IdMap<Id, Numbered> empty() {
        return IdMap.empty(Numbered::id);
    }

    private static List<Numbered> values(TreeMap<Id, Integer> model) {
        return model.entrySet().stream()
                .map(each -> new Numbered(each.getKey(), each.getValue()))
                .toList();
    }

    private static Integer value(IdMap<Id, Numbered> map, Id id) {
        Numbered found = map.get(id);
        return found == null ? null : found.value();
    }

    @Property(tries = 200)
    void isWhatASortedMapIsAfterEachChange(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int ids = 1 + random.nextInt(200);
        int hashes = 1 + random.nextInt(50);
        int shift = 4 * random.nextInt(8);
        IdMap<Id, Numbered> map = empty();
        TreeMap<Id, Integer> model = new TreeMap<>();
        for (int step = 0; step < 400; step++) {
            int number = random.nextInt(ids);
            Id id = new Id(number, number % hashes << shift);
            if (random.nextInt(3) == 0) {
                map = map.without(id);
                model.remove(id);
            } else {
                map = map.with(new Numbered(id, step));
                model.put(id, step);
            }
            assertThat(value(map, id)).isEqualTo(model.get(id));
            assertThat(map.size()).isEqualTo(model.size());
        }
        assertThat(map.values()).isEqualTo(values(model));
        for (int number = 0; number < ids; number++) {
            Id id = new Id(number, number % hashes << shift);
            assertThat(value(map, id)).isEqualTo(model.get(id));
        }
    }

    @Property(tries = 200)
    void isWhatASortedMapIsIfItIsBuiltAtOnce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int hashes = 1 + random.nextInt(50);
        int shift = 4 * random.nextInt(8);
        IdMap.Builder<Id, Numbered> builder = new IdMap.Builder<>(Numbered::id);
        TreeMap<Id, Integer> model = new TreeMap<>();
        for (int step = random.nextInt(300); step > 0; step--) {
            int number = random.nextInt(200);
            Id id = new Id(number, number % hashes << shift);
            builder.put(new Numbered(id, step));
            model.put(id, step);
        }
        IdMap<Id, Numbered> map = builder.build();
        Id other = new Id(-1, random.nextInt());
        assertThat(map.with(new Numbered(other, 0)).without(other).values()).isEqualTo(values(model));
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(map.values()).isEqualTo(values(model));
        model.forEach((id, value) -> assertThat(value(map, id)).isEqualTo(value));
    }

    @Property(tries = 50)
    void staysAsItWasWhenOthersAreMadeOfIt(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<IdMap<Id, Numbered>> maps = new ArrayList<>(List.of(empty()));
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
            maps.add(isGoing ? maps.get(from).without(id) : maps.get(from).with(new Numbered(id, step)));
            models.add(model);
        }
        for (int i = 0; i < maps.size(); i++) {
            assertThat(maps.get(i).values()).isEqualTo(values(models.get(i)));
        }
    }

    @Test
    void isWithoutAnIdThatWasNeverInIt() {
        IdMap<Id, Numbered> one = empty().with(new Numbered(new Id(1, 1), 10));
        assertThat(one.without(new Id(2, 1)).size()).isEqualTo(1);
        assertThat(one.without(new Id(2, 17)).size()).isEqualTo(1);
        assertThat(one.without(new Id(1, 1)).isEmpty()).isTrue();
        assertThat(empty().get(new Id(1, 1))).isNull();
    }
}

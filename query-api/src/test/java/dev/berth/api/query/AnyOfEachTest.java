package dev.berth.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ForwardingSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AnyOfEachTest {
    @Test
    void isMetByAllIfNothingIsAskedFor() {
        assertThat(new AnyOfEach<String>(List.of()).isMetBy(Set.of())).isTrue();
    }

    @Test
    void isMetByNoneIfAChoiceIsEmpty() {
        assertThat(new AnyOfEach<>(List.of(Set.of("a"), Set.<String>of())).isMetBy(Set.of("a", "b", "c")))
                .isFalse();
        assertThat(new AnyOfEach<>(List.of(Set.of("a"), Set.<String>of())).isMetBy(Set.of()))
                .isFalse();
    }

    @Test
    void agreesWithALookAtEachChoice() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Set<Integer>> choices = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                choices.add(numbers(random, random.nextInt(4)));
            }
            Set<Integer> had = numbers(random, random.nextInt(9));
            boolean expected = true;
            for (Set<Integer> choice : choices) {
                Set<Integer> shared = new TreeSet<>(choice);
                shared.retainAll(had);
                expected &= !shared.isEmpty();
            }
            assertThat(new AnyOfEach<>(choices).isMetBy(had))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void looksAtAProviderOnceForThousandsOfChoices() {
        List<Set<Integer>> choices = new ArrayList<>();
        for (int i = 1; i <= 3_000; i++) {
            choices.add(Set.of(0, i));
        }
        CountedSet had = new CountedSet(Set.of(0, -1, -2));
        assertThat(new AnyOfEach<>(choices).isMetBy(had)).isTrue();
        assertThat(had.looks).isLessThanOrEqualTo(3);
    }

    @Test
    void looksUpAShortChoiceInALongSet() {
        CountedSet had = new CountedSet(numbers(new Random(1), 80));
        new AnyOfEach<>(List.of(Set.of(1), Set.of(2))).isMetBy(had);
        assertThat(had.looks).isLessThanOrEqualTo(2);
    }

    private static Set<Integer> numbers(Random random, int count) {
        Set<Integer> numbers = new TreeSet<>();
        while (numbers.size() < count) {
            numbers.add(random.nextInt(10 + count));
        }
        return numbers;
    }

    /** Counts what is looked up in it and what is read of it. */
    private static final class CountedSet extends ForwardingSet<Integer> {
        private final Set<Integer> numbers;
        private int looks;

        CountedSet(Set<Integer> numbers) {
            this.numbers = numbers;
        }

        @Override
        protected Set<Integer> delegate() {
            return numbers;
        }

        @Override
        public boolean contains(Object number) {
            looks++;
            return numbers.contains(number);
        }

        @Override
        public Iterator<Integer> iterator() {
            looks += numbers.size();
            return numbers.iterator();
        }
    }
}

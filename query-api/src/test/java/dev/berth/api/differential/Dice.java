package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chance, from a seed: the same seed asked the same questions gives the same answers. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A number from 0 up to, but not, the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from 1 to the most. */
    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SafeVarargs
    final <T> T pick(T first, T... more) {
        int choice = random.nextInt(more.length + 1);
        return choice == 0 ? first : more[choice - 1];
    }

    /** One or more of them, each once, in any order. */
    <T> List<T> some(List<T> from, int most) {
        int count = upTo(Math.min(most, from.size()));
        List<T> rest = new ArrayList<>(from);
        List<T> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(rest.remove(random.nextInt(rest.size())));
        }
        return some;
    }
}

package dev.berth.events.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One run of a fuzzer: so many cases as its time allows, each from a chance of its own. The seed is printed; {@code
 * -Dfuzz.seed=} with {@code -Dfuzz.case=} runs one case of that run again, {@code -Dfuzz.cases=} and {@code
 * -Dfuzz.seconds=} bound it otherwise. What a case has found is kept in target/fuzz, and belongs into the corpus with
 * its fix.
 */
public final class Fuzzing {
    private static final long SECONDS_USUAL = 300;

    private final String name;
    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final long only = Long.getLong("fuzz.case", -1L);
    private final long casesMax = Long.getLong("fuzz.cases", Long.MAX_VALUE);
    private final long endNs;
    private long cases;

    /** @param share how much of the time of all fuzzers is this one's, in parts of a hundred */
    public Fuzzing(String name, int share) {
        this.name = name;
        this.endNs = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", SECONDS_USUAL))
                                .toNanos()
                        * share
                        / 100;
        System.out.println(name + ": -Dfuzz.seed=" + seed);
    }

    public long seed() {
        return seed;
    }

    public long cases() {
        return cases;
    }

    /** Runs cases until the time is over; one that throws ends the run, and says how to run it again. */
    public void run(Consumer<SplittableRandom> once) {
        long begin = System.nanoTime();
        if (only >= 0) {
            cases = only;
            once.accept(random());
            return;
        }
        // Asked for each thousandth case alone, since some cases take less time than the question.
        while (cases < casesMax && (cases % 1_000 != 0 || System.nanoTime() < endNs)) {
            try {
                once.accept(random());
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        name + " failed; again with -Dfuzz.seed=" + seed + " -Dfuzz.case=" + cases + ": " + e, e);
            }
            cases++;
        }
        System.out.println(name + ": " + cases + " cases in " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
    }

    /** Whether there is time left, for those that make a loop of their own. */
    public boolean goesOn() {
        return cases < casesMax && System.nanoTime() < endNs;
    }

    /** The next case's chance. */
    public SplittableRandom next() {
        SplittableRandom random = random();
        cases++;
        return random;
    }

    private SplittableRandom random() {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + cases);
    }

    /** Keeps what was found for the corpus. */
    public Path keep(byte[] found) {
        try {
            Path dir = Files.createDirectories(Path.of("target", "fuzz"));
            return Files.write(dir.resolve(name + "-" + seed + "-" + cases), found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path keep(String found) {
        return keep(found.getBytes(StandardCharsets.UTF_8));
    }
}

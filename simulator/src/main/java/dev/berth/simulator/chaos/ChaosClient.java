package dev.berth.simulator.chaos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.simulator.chaos.ToldCalls.Age;
import dev.berth.simulator.chaos.ToldCalls.Sending;
import dev.berth.simulator.chaos.ToldCalls.Written;
import dev.berth.simulator.history.ConsumerState;
import dev.berth.simulator.history.Outcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One client in a closed loop: claims, changes, releases and reads, at any door. It alone writes to its consumers;
 * those of which it knows too little it gives up. One thread.
 */
final class ChaosClient {
    private static final int HELD_MAX = 6;
    private static final int UNKNOWN_MAX = 3;
    private static final int AMOUNT_MAX = 4;
    private static final int PAUSE_MS_MAX = 40;
    private static final int AGE_MS_MAX = 5_000;
    private static final long RESENT_FOR_NS = TimeUnit.SECONDS.toNanos(40);

    private final ToldCalls calls;
    private final ImmutableList<URI> doors;
    private final ImmutableList<Provider> providers;
    private final SplittableRandom random;
    private final LongSupplier clockNs;
    private final Queue<Mine> givenUp;
    private final List<Mine> mine = new ArrayList<>();
    private final Map<String, Acknowledged> lastWritten = new HashMap<>();

    /** A consumer of some client's. */
    record Mine(String region, String consumer, int generation, int unknown) {}

    /** The position of a write, and when it was acknowledged. */
    private record Acknowledged(String position, long atNs) {}

    ChaosClient(
            ToldCalls calls,
            ImmutableList<URI> doors,
            ImmutableList<Provider> providers,
            SplittableRandom random,
            LongSupplier clockNs,
            Queue<Mine> givenUp) {
        this.calls = calls;
        this.doors = doors;
        this.providers = providers;
        this.random = random;
        this.clockNs = clockNs;
        this.givenUp = givenUp;
    }

    void run(BooleanSupplier goesOn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            step();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MS_MAX));
        }
        givenUp.addAll(mine);
        mine.clear();
    }

    private void step() throws InterruptedException {
        int roll = random.nextInt(100);
        Provider provider = providers.get(random.nextInt(providers.size()));
        if (roll < 10) {
            calls.usage(door(), provider, Optional.empty());
        } else if (roll < 14) {
            calls.holders(door(), provider);
        } else if (roll < 24) {
            calls.usage(door(), provider, Optional.of(age(provider.region())));
        } else if (mine.isEmpty() || roll < 50 && mine.size() < HELD_MAX) {
            claim(provider);
        } else {
            Mine one = mine.remove(random.nextInt(mine.size()));
            if (roll < 62) {
                calls.consumer(door(), one.region(), one.consumer(), Optional.of(age(one.region())));
                mine.add(one);
            } else if (roll < 72) {
                look(one);
            } else if (roll < 84) {
                change(one, provider);
            } else {
                release(one);
            }
        }
    }

    private void claim(Provider provider) throws InterruptedException {
        Mine one = new Mine(provider.region(), new UUID(random.nextLong(), random.nextLong()).toString(), 0, 0);
        settle(one, calls.claim(sending(one.region()), one.consumer(), amounts(provider), 0), 1);
    }

    private void change(Mine one, Provider drawn) throws InterruptedException {
        Provider provider = drawn.region().equals(one.region()) ? drawn : in(one.region());
        boolean isWrong = random.nextInt(10) == 0;
        int quoted = isWrong ? one.generation() + 1 : one.generation();
        Written written = calls.claim(sending(one.region()), one.consumer(), amounts(provider), quoted);
        settle(one, written, quoted + 1);
    }

    private void release(Mine one) throws InterruptedException {
        Written written = random.nextInt(3) == 0
                ? calls.claim(sending(one.region()), one.consumer(), ImmutableSortedMap.of(), one.generation())
                : calls.release(sending(one.region()), one.consumer());
        settle(one, written, 0);
    }

    /** Keeps a consumer with what is known of it now. */
    private void settle(Mine one, Written written, int generationIfDone) throws InterruptedException {
        written.position()
                .filter(position -> written.outcome() == Outcome.DONE)
                .ifPresent(position -> lastWritten.put(one.region(), new Acknowledged(position, written.endedNs())));
        switch (written.outcome()) {
            case DONE:
                keep(new Mine(one.region(), one.consumer(), generationIfDone, one.unknown()));
                break;
            case UNKNOWN, CONFLICT:
                look(new Mine(
                        one.region(),
                        one.consumer(),
                        one.generation(),
                        one.unknown() + (written.outcome() == Outcome.UNKNOWN ? 1 : 0)));
                break;
            case REFUSED, NOT_DONE:
                keep(one);
                break;
            case NOT_FOUND:
                giveUpOrForget(new Mine(one.region(), one.consumer(), 0, one.unknown()));
                break;
        }
    }

    private void keep(Mine one) {
        if (one.generation() == 0 || one.unknown() >= UNKNOWN_MAX) {
            giveUpOrForget(one);
        } else {
            mine.add(one);
        }
    }

    private void giveUpOrForget(Mine one) {
        if (one.generation() > 0 || one.unknown() > 0) {
            givenUp.add(one);
        }
    }

    /** Asks what one of mine holds, which ends the doubt for now. */
    private void look(Mine one) throws InterruptedException {
        Optional<ConsumerState> seen = calls.consumer(door(), one.region(), one.consumer(), Optional.empty());
        if (seen.isPresent()) {
            keep(new Mine(one.region(), one.consumer(), seen.get().generation(), one.unknown()));
        } else if (one.unknown() > 0) {
            givenUp.add(one);
        } else {
            keep(one);
        }
    }

    private ImmutableSortedMap<String, Long> amounts(Provider provider) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        amounts.put(provider.name(), 1L + random.nextInt(AMOUNT_MAX));
        if (random.nextInt(4) == 0) {
            amounts.put(in(provider.region()).name(), 1L + random.nextInt(AMOUNT_MAX));
        }
        return ImmutableSortedMap.copyOf(amounts);
    }

    private Provider in(String region) {
        List<Provider> there =
                providers.stream().filter(each -> each.region().equals(region)).toList();
        return there.get(random.nextInt(there.size()));
    }

    private Sending sending(String region) {
        return new Sending(
                this::door,
                region,
                random.nextBoolean() ? Optional.of(clockNs.getAsLong() + RESENT_FOR_NS) : Optional.empty());
    }

    private Age age(String region) {
        Optional<Acknowledged> quoted =
                random.nextBoolean() ? Optional.ofNullable(lastWritten.get(region)) : Optional.empty();
        return new Age(
                100 + random.nextInt(AGE_MS_MAX),
                quoted.map(Acknowledged::position),
                quoted.map(Acknowledged::atNs).orElse(0L));
    }

    private URI door() {
        return doors.get(random.nextInt(doors.size()));
    }
}

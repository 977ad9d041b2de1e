package dev.berth.cli.shadow;

import dev.berth.api.compare.FirstDifference;
import dev.berth.api.compare.PlacementReply;
import dev.berth.api.compare.ReplyDifference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was found: how many calls came to what, and of each kind of difference the first calls that show it. Bounded,
 * and without anything of a call's headers but the version of the API. Any thread.
 */
final class ShadowReport {
    /** More kinds than these are counted together. */
    static final int KINDS_MAX = 200;

    private static final int EXAMPLES_MAX = 3;

    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final EnumMap<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);
    private final EnumMap<LeftOut, LongAdder> missed = new EnumMap<>(LeftOut.class);
    private final EnumMap<LeftOut, LongAdder> uncompared = new EnumMap<>(LeftOut.class);
    private final LongAdder failedByFirst = new LongAdder();
    private final AddedTime added = new AddedTime();
    private final Map<FoundKind, Found> found = new LinkedHashMap<>();
    private final CatchUpState catching = new CatchUpState();
    private long unlisted;
    private String followerFailure = "";

    /** One kind of difference, as far as it is likely to have one cause. */
    record FoundKind(
            Verdict verdict, ReplyDifference difference, String method, String route, int placement, int berth) {}

    /** How often something was found, and the first calls that show it. */
    static final class Found {
        private long count;
        private final List<DifferenceExample> examples = new ArrayList<>();

        long count() {
            return count;
        }

        List<DifferenceExample> examples() {
            return examples;
        }
    }

    ShadowReport() {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
        for (LeftOut why : LeftOut.values()) {
            missed.put(why, new LongAdder());
            uncompared.put(why, new LongAdder());
        }
    }

    /** Both have answered. */
    void compared(ShadowCall call, Verdict verdict, ComparedAnswers answers) {
        verdicts.get(verdict).increment();
        if (answers.difference().isEmpty()) {
            return;
        }
        PlacementReply placement = answers.placement();
        PlacementReply berth = answers.berth();
        FoundKind kind = new FoundKind(
                verdict,
                answers.difference().get(),
                call.method(),
                RouteText.of(call.path()),
                placement.status(),
                berth.status());
        synchronized (found) {
            Found before = found.get(kind);
            if (before == null && found.size() >= KINDS_MAX) {
                unlisted++;
                return;
            }
            Found now = before == null ? new Found() : before;
            found.put(kind, now);
            now.count++;
            if (now.examples.size() < EXAMPLES_MAX) {
                now.examples.add(DifferenceExample.of(call, placement, berth, FirstDifference.of(placement, berth)));
            }
        }
    }

    /** @param isMissed whether the follower lacks something for it; else nothing was compared, and nothing lost */
    void leftOut(LeftOut why, boolean isMissed) {
        (isMissed ? missed : uncompared).get(why).increment();
    }

    /** The service that answers gave no answer, and the client was told so. */
    void firstFailed() {
        failedByFirst.increment();
    }

    void followerFailed(String why) {
        synchronized (found) {
            followerFailure = why;
        }
    }

    /** Why the follower did not answer last; empty if it always did. */
    String followerFailure() {
        synchronized (found) {
            return followerFailure;
        }
    }

    Instant since() {
        return since;
    }

    long count(Verdict verdict) {
        return verdicts.get(verdict).sum();
    }

    long missed(LeftOut why) {
        return missed.get(why).sum();
    }

    long uncompared(LeftOut why) {
        return uncompared.get(why).sum();
    }

    long missed() {
        return missed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long failuresOfFirst() {
        return failedByFirst.sum();
    }

    AddedTime added() {
        return added;
    }

    CatchUpState catching() {
        return catching;
    }

    /** All kinds of differences, as they were found first. */
    Map<FoundKind, Found> found() {
        synchronized (found) {
            Map<FoundKind, Found> copy = new LinkedHashMap<>();
            found.forEach((kind, each) -> {
                Found one = new Found();
                one.count = each.count;
                one.examples.addAll(each.examples);
                copy.put(kind, one);
            });
            return copy;
        }
    }

    /** Differences of kinds beyond {@link #KINDS_MAX}. */
    long unlisted() {
        synchronized (found) {
            return unlisted;
        }
    }
}

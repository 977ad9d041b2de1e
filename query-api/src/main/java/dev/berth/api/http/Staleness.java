package dev.berth.api.http;

import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.Position;
import dev.berth.projector.DatedSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers in which a caller says how old the data of an answer may be, and the answer how old it is at most. */
public final class Staleness {
    /** Carries how old what a read is answered from may be: a number and its unit, {@code 500ms} or {@code 2s}. */
    public static final String HEADER = "x-berth-max-staleness";

    /** Carries how old what a read was answered from is at most, in milliseconds; zero of the owner's. */
    public static final String ANSWER = "x-berth-staleness";

    /** Names the instance that answered such a read. */
    public static final String ANSWERED_BY = "x-berth-answered-by";

    /** What {@link #HEADER} may say. */
    public static final String PATTERN = "^[0-9]{1,7}(ms|s)$";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(ms|s)");
    private static final Duration MAX = Duration.ofHours(1);
    private static final long NS_A_MS = 1_000_000;

    private Staleness() {}

    /**
     * What a request allows; empty if it says nothing.
     *
     * @param values of the header
     * @throws ProblemException 400 if they are not one duration of an hour at most
     */
    static Optional<Duration> allowed(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String text = values.get(0).strip();
        Matcher matcher = DURATION.matcher(text);
        if (values.size() == 1 && matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration allowed = matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (allowed.compareTo(MAX) <= 0) {
                return Optional.of(allowed);
            }
        }
        throw Problem.badRequest("expected " + HEADER
                        + " once, as a whole number with the unit ms or s, such as 500ms, of 3600s at most, but got "
                        + String.join(", ", values))
                .exception();
    }

    /** Adds what an answer was made from: age, position unless nothing was written to the region, instance. */
    static void addHeaders(Answer answer, DatedSnapshot read, Optional<String> instance) {
        long ms = (read.staleness().toNanos() + NS_A_MS - 1) / NS_A_MS;
        answer.header(ANSWER, ms + "ms");
        Position position = read.snapshot().view().position();
        if (!position.equals(Position.NONE)) {
            answer.header(Barrier.HEADER, position.toString());
        }
        instance.ifPresent(name -> answer.header(ANSWERED_BY, name));
    }
}

package dev.berth.api.server;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.http.Answer;
import dev.berth.api.http.RegionPast;
import dev.berth.api.moment.PlaceProblem;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.EarliestTimes;
import dev.berth.events.log.FoundPlace;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.history.HistoryValues;
import dev.berth.ledger.history.LastNamed;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.moment.KnownLog;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The part of a region's log that a request asks about. It is read from where the log is known on, for what is shown
 * follows from all that was before it. For one thread.
 */
final class KnownPart {
    private final Region region;
    private final Moment begin;
    private final RegionLog log;
    private final LogProgress.Partition extent;
    private final boolean isOfPast;
    private long from;
    private long end;
    private Optional<Position> wentBack = Optional.empty();
    private Optional<Position> readTo = Optional.empty();

    /**
     * Finds the part, and goes to where reading begins.
     *
     * @param times what is known of the times of the partition, and will be
     * @throws dev.berth.events.log.NoPlaceException if the log has no such places
     * @throws dev.berth.api.problem.ProblemException 400 if it ends before it begins, 410 if it was deleted
     */
    KnownPart(Region region, KnownLog known, AskedPart asked, EarliestTimes times) {
        this.region = region;
        this.begin = known.begin();
        this.log = known.records();
        this.extent = log.progress();
        this.isOfPast = asked.asOf().isPresent();
        this.end = extent.end();
        asked.to().ifPresent(place -> end = FoundPlace.firstFrom(place, region, log, extent));
        asked.from().ifPresent(place -> from = FoundPlace.firstFrom(place, region, log, extent));
        asked.asOf().ifPresent(place -> find(place, times));
        if (asked.to().isPresent() && from > end) {
            throw Problem.badRequest("expected in from a place that is not behind that in to but got "
                            + asked.from().orElseThrow() + " and "
                            + asked.to().orElseThrow())
                    .exception();
        }
        boolean isBounded = asked.to().isPresent() || isOfPast;
        if (isBounded && !isWhole() && end <= begin.through() + 1) {
            throw gone("What was before " + extent.partition() + "@" + end + " is not known any more");
        }
        log.seek(begin.through() + 1, end);
    }

    private void find(LogPlace place, EarliestTimes times) {
        FoundPlace found = FoundPlace.of(place, region, log, extent, times, System.currentTimeMillis());
        end = found.offset() + 1;
        wentBack = found.wentBack().map(FoundPlace.WentBack::first);
    }

    private RuntimeException gone(String what) {
        return PlaceProblem.gone(
                what + ": the log before " + extent.partition() + "@" + (begin.through() + 1) + " was deleted.");
    }

    /** The region where reading begins. */
    RegionFold fold() {
        return begin.fold();
    }

    /** Whether nothing of the log was deleted. */
    boolean isWhole() {
        return begin.through() == Moment.BEGINNING;
    }

    /** Whether an entry is to be shown, and not only to be folded. */
    boolean isShown(Position position) {
        return position.offset() >= from;
    }

    /** Reads a record; false at the end of the part. */
    boolean readOne(Consumer<LogEntry> take) {
        Optional<LogEntry> next = log.next();
        next.ifPresent(entry -> {
            readTo = Optional.of(entry.position());
            take.accept(entry);
        });
        return next.isPresent();
    }

    /**
     * Finds the provider that has a name, or had it last; as of a moment of the past, until then. It reads the log once
     * more.
     *
     * @param isRoot whether only the roots of trees are meant, as hosts are
     * @throws dev.berth.api.problem.ProblemException 404 if none ever had it
     */
    ProviderId named(String name, boolean isRoot) {
        LastNamed last = new LastNamed(fold(), name, isRoot);
        log.seek(begin.through() + 1, isOfPast ? end : extent.end());
        for (Optional<LogEntry> next = log.next(); next.isPresent(); next = log.next()) {
            last.take(next.get());
        }
        log.seek(begin.through() + 1, end);
        return last.id()
                .orElseThrow(() -> Problem.notFound("No " + (isRoot ? "host" : "provider") + " in region " + region
                                + " ever had the name " + name + (isWhole() ? "." : " " + sinceText() + "."))
                        .exception());
    }

    /** @throws dev.berth.api.problem.ProblemException 400 or 410 if what came behind a position cannot be shown */
    void requireBehind(Position after) {
        if (after.partition() != extent.partition() || after.offset() >= extent.end()) {
            throw Problem.badRequest("expected in after a position of partition " + extent.partition()
                            + ", where the region is at home and whose log ends before " + extent.end() + ", but got "
                            + after)
                    .exception();
        }
        if (after.offset() <= begin.through()) {
            throw PlaceProblem.gone("What came behind " + after + " is not known any more: the log before "
                    + extent.partition() + "@" + (begin.through() + 1)
                    + " was deleted. Ask without after for what is known.");
        }
    }

    /** From where something is known, in words, where the beginning was deleted. */
    String sinceText() {
        return "from " + extent.partition() + "@" + (begin.through() + 1)
                + " on. What was before that is not known, because it was deleted from the log";
    }

    /** What every answer says of the part that it is made from. */
    Map<String, Object> values() {
        return ImmutableMap.of(
                "region",
                region.name(),
                "read_to",
                readTo.map(HistoryValues::of),
                "known_from",
                isWhole()
                        ? Optional.empty()
                        : Optional.of(ImmutableMap.of("partition", extent.partition(), "offset", begin.through() + 1)));
    }

    /** Adds where times of the log go back about the one that was asked for. */
    Answer withHeaders(Answer answer) {
        wentBack.ifPresent(first -> answer.header(RegionPast.WENT_BACK, first.toString()));
        return answer;
    }
}

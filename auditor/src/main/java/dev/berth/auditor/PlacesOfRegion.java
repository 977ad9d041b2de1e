package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds where in the partition of a region the places are that people name. For one thread. */
final class PlacesOfRegion {
    private static final String TOPIC = Topics.LOG.topic();

    private final KafkaConnection kafka;
    private final Region region;
    private final int partitions;
    private final LogProgress.Partition home;
    private final AuditProgress progress;
    private final List<String> notes = new ArrayList<>();

    PlacesOfRegion(KafkaConnection kafka, Region region, AuditProgress progress) {
        this.kafka = kafka;
        this.region = region;
        this.progress = progress;
        try (LogReader all = LogReader.open(kafka, TOPIC)) {
            this.partitions = all.progress().partitions().size();
            this.home = all.progress().partitions().get(Partitions.of(region, partitions));
        }
    }

    /** What whoever asked has to know besides. */
    List<String> notes() {
        return notes;
    }

    /**
     * The last offset whose record is in the state at the place.
     *
     * @throws AuditFailedException if there is no such place in the log, or none of the region
     */
    long last(StatePlace place) {
        if (place instanceof StatePlace.At at) {
            return last(at);
        }
        return place instanceof StatePlace.AsOf asOf ? last(asOf) : home.end() - 1;
    }

    private long last(StatePlace.At at) {
        int partition = at.partition().orElse(home.partition());
        LogRange.requirePartition(partition, partitions);
        if (partition != home.partition()) {
            throw new AuditFailedException("expected a position of partition " + home.partition()
                    + ", where region " + region + " is at home, but got " + at + " of partition " + partition
                    + "; name its region with --region");
        }
        if (at.offset() >= home.end()) {
            throw LogRange.notThereYet(new LogPlace.At(partition, at.offset()), home);
        }
        return at.offset();
    }

    /**
     * Where the times of the log go back, records that are old enough stand behind one that is not. So what comes
     * behind that is looked through to the end; of most logs that is quick, for nothing is decoded.
     */
    private long last(StatePlace.AsOf asOf) {
        long timeMs = asOf.time().toEpochMilli();
        long later = firstAfter(timeMs);
        long last = later - 1;
        Optional<Position> first = Optional.empty();
        Optional<Position> older = Optional.empty();
        try (LogReader log = LogReader.open(kafka, TOPIC, ImmutableSortedMap.of(home.partition(), later))) {
            for (Optional<LogRecord> next = log.next(); next.isPresent(); next = log.next()) {
                Position at = next.get().position();
                first = first.or(() -> Optional.of(at));
                if (at.offset() < home.end() && at.timestampMs() <= timeMs) {
                    last = at.offset();
                    older = Optional.of(at);
                }
                progress.read(at.offset() + 1, home.end());
            }
        }
        // Where the log was cut, that is said by whoever reads it.
        if (last < 0) {
            throw new AuditFailedException("nothing was in partition " + home.partition() + " of the log at "
                    + asOf.time() + " yet: "
                    + first.map(at -> "its first record, " + at + ", is of " + Instant.ofEpochMilli(at.timestampMs()))
                            .orElse("it is empty"));
        }
        if (older.isPresent()) {
            notes.add("the times of the log go back: " + first.orElseThrow() + " is of "
                    + Instant.ofEpochMilli(first.get().timestampMs()) + ", and " + older.get() + " behind it of "
                    + Instant.ofEpochMilli(older.get().timestampMs()) + "; " + older.get()
                    + " is the last that is not after " + asOf.time());
        }
        return last;
    }

    private long firstAfter(long timeMs) {
        try (LogReader log = LogReader.open(kafka, TOPIC, ImmutableSortedMap.of(home.partition(), home.begin()))) {
            return Math.min(log.firstAt(home.partition(), timeMs + 1), home.end());
        }
    }
}

package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.DecidedPartitions;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * The part of the log that is to be read, partition by partition.
 *
 * @param notes what whoever asked has to know, such as that the beginning of a partition was deleted
 */
public record LogRange(ImmutableList<Part> parts, ImmutableList<String> notes) {
    /**
     * Offsets of one partition.
     *
     * @param begin the first offset that is still there
     * @param from the first that is read
     * @param to the one before which reading stops
     */
    public record Part(int partition, long begin, long from, long to) {
        /** The last so many of its offsets. */
        Part last(long count) {
            return new Part(partition, begin, Math.max(from, to - count), to);
        }

        /** All that comes behind it. */
        Part behind() {
            return new Part(partition, begin, to, Long.MAX_VALUE);
        }

        /** Its first offset alone. */
        Part first() {
            return new Part(partition, begin, from, from + 1);
        }
    }

    /**
     * Finds out where in the log the places are.
     *
     * @param region the region whose partition is read alone; empty for all
     * @throws AuditFailedException if Kafka does not answer, or a position is not in the log
     * @throws dev.berth.events.log.TopicsContradictException if a region is named, and the log was given more
     *     partitions since it was decided
     */
    public static LogRange of(
            KafkaConnection kafka, Optional<Region> region, Optional<LogPlace> from, Optional<LogPlace> to) {
        try (LogReader log = LogReader.open(kafka, Topics.LOG.topic())) {
            int partitions = log.progress().partitions().size();
            if (region.isPresent()) {
                DecidedPartitions.require(
                        kafka.bootstrapServers(), log.partitionsOf(DecidedPartitions.CHANGELOG), partitions);
            }
            Optional<LogPlace> begin = from.map(place -> position(place, region, partitions));
            Optional<LogPlace> end = to.map(place -> position(place, region, partitions));
            return new Places(log, region, begin, end).range();
        } catch (KafkaUnreachableException | NoPlaceException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
    }

    /** An offset alone is one of the region's partition. */
    private static LogPlace position(LogPlace place, Optional<Region> region, int partitions) {
        if (place instanceof LogPlace.Offset at) {
            int home = region.map(name -> Partitions.of(name, partitions))
                    .orElseThrow(() -> new AuditFailedException("expected a position such as 0@" + at
                            + ", or the region in whose partition it is with --region, but got " + at));
            return new LogPlace.At(home, at.offset());
        }
        return place;
    }

    /** The first record of each part alone. */
    public LogRange firsts() {
        return new LogRange(
                parts.stream()
                        .filter(part -> part.from() < part.to())
                        .map(Part::first)
                        .collect(ImmutableList.toImmutableList()),
                notes);
    }

    /** How many offsets there are in it. */
    public long size() {
        return parts.stream().mapToLong(part -> part.to() - part.from()).sum();
    }

    private record Places(LogReader log, Optional<Region> region, Optional<LogPlace> from, Optional<LogPlace> to) {
        LogRange range() {
            ImmutableList<LogProgress.Partition> all = log.progress().partitions();
            from.ifPresent(place -> requireThere(place, all));
            to.ifPresent(place -> requireThere(place, all));
            ImmutableList.Builder<Part> parts = ImmutableList.builder();
            ImmutableList.Builder<String> notes = ImmutableList.builder();
            for (LogProgress.Partition each : all) {
                if (isWanted(each.partition(), all.size())) {
                    Part part = part(each);
                    parts.add(part);
                    if (part.from() == part.begin() && part.begin() > 0) {
                        notes.add("partition " + part.partition() + " of the log begins at " + part.partition() + "@"
                                + part.begin() + "; what was before that is deleted");
                    }
                }
            }
            ImmutableList<Part> wanted = parts.build();
            if (wanted.isEmpty()) {
                throw new AuditFailedException("expected positions of one partition, and of the region's if one is"
                        + " named, but got " + from.map(Object::toString).orElse("none") + " and "
                        + to.map(Object::toString).orElse("none")
                        + region.map(name -> " for region " + name + ", which is at home in partition "
                                        + Partitions.of(name, all.size()))
                                .orElse(""));
            }
            return new LogRange(wanted, notes.build());
        }

        /** Whether the partition is the region's, and the one of each position. */
        private boolean isWanted(int partition, int count) {
            return region.filter(name -> Partitions.of(name, count) != partition)
                            .isEmpty()
                    && isOf(from, partition)
                    && isOf(to, partition);
        }

        private static boolean isOf(Optional<LogPlace> place, int partition) {
            return !(place.orElse(null) instanceof LogPlace.At at) || at.partition() == partition;
        }

        private Part part(LogProgress.Partition each) {
            long first = from.map(place -> offset(place, each)).orElse(each.begin());
            long end = to.map(place -> offset(place, each)).orElse(each.end());
            return new Part(each.partition(), each.begin(), first, Math.max(first, end));
        }

        private long offset(LogPlace place, LogProgress.Partition each) {
            if (place instanceof LogPlace.Time time) {
                return log.firstAt(each.partition(), time.firstMs());
            }
            return place instanceof LogPlace.At at ? at.offset() : each.end();
        }

        private static void requireThere(LogPlace place, ImmutableList<LogProgress.Partition> all) {
            if (place instanceof LogPlace.At at) {
                requirePartition(at.partition(), all.size());
                LogProgress.Partition there = all.get(at.partition());
                if (at.offset() < there.begin()) {
                    throw new AuditFailedException("partition " + at.partition() + " of the log begins at "
                            + at.partition() + "@" + there.begin() + "; what was at " + at + " is deleted");
                }
                if (at.offset() > there.end()) {
                    throw NoPlaceException.notThereYet(at.offset(), there);
                }
            }
        }
    }

    /** @throws AuditFailedException if the log has so many partitions and no such one */
    private static void requirePartition(int partition, int count) {
        if (partition >= count) {
            throw new AuditFailedException("the log has no partition " + partition + ", only 0 to " + (count - 1));
        }
    }

    /** Where a reader of one part begins. */
    static ImmutableSortedMap<Integer, Long> begin(Part part) {
        return ImmutableSortedMap.of(part.partition(), part.from());
    }
}

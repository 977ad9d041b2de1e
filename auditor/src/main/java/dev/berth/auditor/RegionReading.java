package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.EarliestTimes;
import dev.berth.events.log.FoundPlace;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogCutException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Printable;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.history.ConsumerWhy;
import dev.berth.ledger.history.HeldConsumer;
import dev.berth.ledger.history.HeldConsumers;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.LastNamed;
import dev.berth.ledger.history.RegionHistory;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.UsageOverTime;
import dev.berth.ledger.history.Why;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads a region's log from its beginning to where it ends now, folds it again, and tells of it what is asked; the
 * service is not asked. For one thread.
 */
public final class RegionReading {
    private final AuditTarget target;
    private final Region region;
    private final Optional<Checkpoint> checkpoint;
    private final AuditProgress progress;
    private Optional<RegionStop> stop = Optional.empty();

    public RegionReading(AuditTarget target, Region region, AuditProgress progress) {
        this(target, region, Optional.empty(), progress);
    }

    /**
     * @param checkpoint where reading begins, and not at the beginning of the log
     */
    public RegionReading(AuditTarget target, Region region, Optional<Checkpoint> checkpoint, AuditProgress progress) {
        this.target = target;
        this.region = region;
        this.checkpoint = checkpoint;
        this.progress = progress;
    }

    /**
     * Tells what ever happened to the subject.
     *
     * @param entries told one after the other, in the order in which it was decided
     * @throws AuditFailedException if Kafka or the registry does not answer, or the log's beginning was deleted, so
     *     that nothing can be said
     */
    public void history(Subject subject, Consumer<HistoryEntry> entries) {
        history(subject, Optional.empty(), Optional.empty(), entries);
    }

    /**
     * Tells what happened to the subject in a part of the log.
     *
     * @param from the first record of which it is told; the first of the log if it is left out
     * @param to the first one of which it is not; none if it is left out
     * @throws AuditFailedException as above, or if there is no such place, or none of the region
     */
    public void history(
            Subject subject, Optional<LogPlace> from, Optional<LogPlace> to, Consumer<HistoryEntry> entries) {
        long first = 0;
        long end = Long.MAX_VALUE;
        if (from.isPresent() || to.isPresent()) {
            LogRange.Part part = LogRange.of(target.kafka(), Optional.of(region), from, to)
                    .parts()
                    .get(0);
            first = from.isPresent() ? part.from() : 0;
            end = to.isPresent() ? part.to() : Long.MAX_VALUE;
        }
        long told = first;
        PartitionState begin = begin();
        RegionHistory history = new RegionHistory(fold(begin), subject);
        read(
                begin,
                end,
                () -> false,
                entry -> history.take(entry).forEach(each -> {
                    if (each.position().offset() >= told) {
                        entries.accept(each);
                    }
                }));
        stop = history.stop();
    }

    /**
     * Finds the provider that has a name, or had it last.
     *
     * @param isRoot whether only the roots of trees are meant, as hosts are
     * @throws AuditFailedException as with histories, or if none ever had the name
     */
    public ProviderId named(String name, boolean isRoot) {
        PartitionState begin = begin();
        LastNamed last = new LastNamed(fold(begin), name, isRoot);
        read(begin, last::take);
        return last.id()
                .orElseThrow(() -> new AuditFailedException("expected a UUID or the name of a "
                        + (isRoot ? "host" : "provider") + " but no one in region " + region + " ever had the name "
                        + Printable.of(name)));
    }

    /**
     * Tells why the consumer has what it has; empty if it never had anything.
     *
     * @param limit how many alternatives are told at most
     * @throws AuditFailedException as with histories
     */
    public Optional<Why> why(ConsumerId consumer, int limit) {
        return why(consumer, limit, new LogPlace.Now(), each -> {});
    }

    /**
     * Tells why the consumer had what it had at some place; empty if it had never had anything until then.
     *
     * @param changes told of each command until then that changed what it had, the last one too; what is told is
     *     worked out if it is asked for at once
     * @throws AuditFailedException as with histories, or if there is no such place, or none of the region
     */
    public Optional<Why> why(ConsumerId consumer, int limit, LogPlace place, Consumer<Supplier<Why>> changes) {
        long end = place instanceof LogPlace.Now ? Long.MAX_VALUE : last(place) + 1;
        PartitionState begin = begin();
        ConsumerWhy why = new ConsumerWhy(fold(begin), consumer);
        read(
                begin,
                end,
                () -> false,
                entry -> why.take(
                        entry, change -> changes.accept(() -> why.answer(limit).orElseThrow())));
        stop = why.stop();
        return why.answer(limit);
    }

    private long last(LogPlace place) {
        CommandCodec codec = new CommandCodec(target.registry());
        try (RegionReader log = RegionReader.open(target.kafka(), codec, region, () -> {})) {
            return FoundPlace.of(place, region, log, log.progress(), new EarliestTimes(), System.currentTimeMillis())
                    .offset();
        } catch (NoPlaceException | KafkaUnreachableException | RegistryUnavailableException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
    }

    /**
     * Finds out who holds what where the log ends now, ordered by id.
     *
     * @throws AuditFailedException as with histories
     */
    public ImmutableList<HeldConsumer> heldConsumers() {
        HeldConsumers held = new HeldConsumers(region);
        read(PartitionState.first(0), held::take);
        stop = held.stop();
        return held.all();
    }

    /**
     * Adds up what was held over a span of time; the log is read as far as that needs.
     *
     * @param fromMs milliseconds since the epoch
     * @param toMs likewise; not in the future, for what will be held is not in the log
     * @throws AuditFailedException as with histories
     */
    public UsageOverTime usage(long fromMs, long toMs, ImmutableList<UsageOverTime.Grouping> by) {
        UsageOverTime usage = new UsageOverTime(region, fromMs, toMs, by);
        read(PartitionState.first(0), Long.MAX_VALUE, usage::isPast, usage::take);
        stop = usage.stop();
        return usage;
    }

    /** Where the region stood in the end, if it did: of nothing behind that record could anything be told. */
    public Optional<RegionStop> stop() {
        return stop;
    }

    /** The region's partition where reading begins. */
    private PartitionState begin() {
        if (checkpoint.isEmpty()) {
            return PartitionState.first(0);
        }
        Checkpoint from = checkpoint.get();
        LogId log;
        try {
            log = TopicAdmin.logId(target.kafka());
        } catch (KafkaUnreachableException e) {
            throw new AuditFailedException(e.getMessage(), e);
        }
        if (!from.log().equals(log)) {
            throw new AuditFailedException("the checkpoint in " + from.file() + " is of log " + from.log()
                    + ", and this is log " + log + ": another cluster's, or the topic was made again since");
        }
        int home = Partitions.of(region, from.partitions());
        return from.place(home)
                .map(place -> from.read(home, new CommandCodec(target.registry())))
                .orElseThrow(() -> new AuditFailedException("the checkpoint in " + from.file() + " is not of partition "
                        + home + ", in which region " + region + " is at home"));
    }

    private RegionFold fold(PartitionState begin) {
        return begin.folds().getOrDefault(region, RegionFold.of(RegionView.empty(region)));
    }

    private void read(PartitionState begin, Consumer<LogEntry> entries) {
        read(begin, Long.MAX_VALUE, () -> false, entries);
    }

    /**
     * Reads on until nothing more is needed.
     *
     * @param end the offset before which reading ends
     */
    private void read(PartitionState begin, long end, BooleanSupplier isDone, Consumer<LogEntry> entries) {
        CommandCodec codec = new CommandCodec(target.registry());
        long from = begin.place().next();
        try (RegionReader reader = RegionReader.open(target.kafka(), codec, region, from, () -> {})) {
            // Asked before each read: a damaged record behind the last one that is needed must not matter.
            while (!isDone.getAsBoolean()) {
                Optional<LogEntry> next = reader.nextBefore(end);
                if (next.isEmpty()) {
                    break;
                }
                entries.accept(next.get());
                LogProgress.Partition at = reader.progress();
                progress.read(at.next(), at.end());
            }
        } catch (KafkaUnreachableException | RegistryUnavailableException | LogCutException e) {
            throw new AuditFailedException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            if (checkpoint.isEmpty()) {
                throw e;
            }
            throw new AuditFailedException("the log does not go on from the checkpoint: " + e.getMessage(), e);
        }
    }
}

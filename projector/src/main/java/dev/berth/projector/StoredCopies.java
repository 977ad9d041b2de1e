package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.projector.store.StoredQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The copies of stores that this instance has, as they stand on its disk, and who else has some: for audits. Any
 * thread; reading takes time in proportion to the store.
 */
public final class StoredCopies {
    /** The rows may be those of half a commit when they are read, if they are a standby's. */
    private static final int READINGS = 5;

    private static final long READ_AGAIN_MS = 300;

    private final Copies copies;
    private final Leases leases;
    private final IntSupplier partitions;
    private final Supplier<Collection<StreamsMetadata>> clients;

    StoredCopies(Copies copies, Leases leases, IntSupplier partitions, Supplier<Collection<StreamsMetadata>> clients) {
        this.copies = copies;
        this.leases = leases;
        this.partitions = partitions;
        this.clients = clients;
    }

    /** How many partitions the log has. */
    public int partitions() {
        return partitions.getAsInt();
    }

    /** What is on the disk of a partition; empty if nothing is. */
    public Optional<StoredCopy> read(int partition) throws InterruptedException {
        Optional<StoredCopy> copy = readOnce(partition);
        for (int reading = 1;
                reading < READINGS
                        && copy.filter(read -> !read.doubts().isEmpty()).isPresent();
                reading++) {
            TimeUnit.MILLISECONDS.sleep(READ_AGAIN_MS);
            copy = readOnce(partition);
        }
        return copy;
    }

    private Optional<StoredCopy> readOnce(int partition) {
        boolean isOwned = leases.holds(partition);
        QueryResult<StoredQuery.Stored> result = copies.ask(partition, new StoredQuery());
        if (result == null || !isOwned && isAbsent(result)) {
            return Optional.empty();
        }
        if (result.isFailure()) {
            Optional<LogMark> none = Optional.empty();
            List<String> doubts = List.of("its store cannot be read: " + result.getFailureMessage());
            return Optional.of(new StoredCopy(partition, isOwned, none, doubts, Map.of()));
        }
        StoredQuery.Stored stored = result.getResult();
        return Optional.of(new StoredCopy(partition, isOwned, stored.mark(), stored.doubts(), stored.folds()));
    }

    /** Whether no task of this instance has a copy; an owner's that is not there is a fault. */
    private static boolean isAbsent(QueryResult<?> result) {
        return result.isFailure()
                && (result.getFailureReason() == FailureReason.NOT_PRESENT
                        || result.getFailureReason() == FailureReason.DOES_NOT_EXIST);
    }

    /**
     * The addresses of all instances that share the log, as the last rebalance told, this one included; without
     * those that have no address for their peers.
     *
     * @throws LogUnavailableException if this instance does not run
     */
    public List<Address> instances() {
        try {
            return clients.get().stream()
                    .map(StreamsMetadata::hostInfo)
                    .filter(host -> !host.equals(HostInfo.unavailable()))
                    .map(host -> new Address(host.host(), host.port()))
                    .toList();
        } catch (StreamsNotStartedException | IllegalStateException notRunning) {
            throw new LogUnavailableException("This instance has not joined its peers or has left them.", notRunning);
        }
    }
}

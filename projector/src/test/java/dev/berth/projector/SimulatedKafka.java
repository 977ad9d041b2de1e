package dev.berth.projector;

import dev.berth.events.log.Partitions;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The brokers of a simulated world: the log, the changelogs, the decisions and the committed offsets, with transactions
 * over the last three. Records of a transaction are there once it is committed. For one thread.
 */
final class SimulatedKafka {
    /** How long a transaction may stay open without a word of its producer. */
    static final long TRANSACTION_TIMEOUT_NS = 10_000_000_000L;

    static final Uuid TOPIC = new Uuid(1, 1);

    /** A record of the log. */
    record Entry(Position position, byte[] key, byte[] value) {}

    /** A record of a changelog; the value is null for a row that is gone. */
    record Row(byte[] key, byte[] value) {}

    /** One partition of all topics. */
    static final class Partition {
        final List<Entry> log = new ArrayList<>();
        final List<Row> changelog = new ArrayList<>();
        final List<byte[]> decisions = new ArrayList<>();
        final List<byte[]> decisionKeys = new ArrayList<>();
        long committed;
        /** The transactions that are open here. */
        final TreeSet<Integer> open = new TreeSet<>();
    }

    /** What a producer writes in one go. */
    static final class Transaction {
        final int number;
        final Map<Integer, List<Row>> rows = new TreeMap<>();
        final Map<Integer, List<byte[][]>> decisions = new TreeMap<>();
        final Map<Integer, Long> offsets = new TreeMap<>();
        boolean isOver;

        Transaction(int number) {
            this.number = number;
        }
    }

    /** What a producer hears of the end of its transaction. */
    enum End {
        DONE,
        REFUSED,
        UNKNOWN
    }

    private final SimulatedTime time;
    private final SimulatedTruth truth;
    private final SimulatedParts parts;
    private final SplittableRandom random;
    private final List<Partition> partitions = new ArrayList<>();
    private int transactions;
    private long appended;

    /** How likely it is, in a million, that rows of an aborted transaction come to be committed. */
    int forgottenInMillion;

    /** How likely it is, in a million, that a producer does not hear what became of its commit. */
    int unansweredInMillion;

    SimulatedKafka(SimulatedTime time, SimulatedTruth truth, SimulatedParts parts, SplittableRandom random, int count) {
        this.time = time;
        this.truth = truth;
        this.parts = parts;
        this.random = random;
        for (int i = 0; i < count; i++) {
            partitions.add(new Partition());
        }
    }

    int count() {
        return partitions.size();
    }

    Partition partition(int number) {
        return partitions.get(number);
    }

    /** How many records the log has. */
    long appended() {
        return appended;
    }

    Position append(Region region, byte[] value) {
        int home = Partitions.of(region, partitions.size());
        List<Entry> log = partitions.get(home).log;
        Position position = new Position(home, log.size(), 1_800_000_000_000L + time.nowNs() / 1_000_000);
        log.add(new Entry(position, Partitions.key(region), value));
        appended++;
        time.trace(position.offset());
        truth.appended(region, position, value);
        return position;
    }

    Transaction begin() {
        Transaction transaction = new Transaction(transactions++);
        time.in(TRANSACTION_TIMEOUT_NS, SimulatedWorld.BROKERS, () -> abort(transaction));
        return transaction;
    }

    void row(Transaction transaction, int partition, Row row) {
        touch(transaction, partition);
        transaction.rows.computeIfAbsent(partition, none -> new ArrayList<>()).add(row);
    }

    void decision(Transaction transaction, int partition, byte[] key, byte[] value) {
        touch(transaction, partition);
        if (parts.isDecisionInTransaction()) {
            transaction
                    .decisions
                    .computeIfAbsent(partition, none -> new ArrayList<>())
                    .add(new byte[][] {key, value});
        } else {
            record(partition, key, value);
        }
    }

    void offset(Transaction transaction, int partition, long next) {
        touch(transaction, partition);
        transaction.offsets.put(partition, next);
    }

    private void touch(Transaction transaction, int partition) {
        if (!transaction.isOver) {
            partitions.get(partition).open.add(transaction.number);
        }
    }

    private void record(int partition, byte[] key, byte[] value) {
        partitions.get(partition).decisionKeys.add(key);
        partitions.get(partition).decisions.add(value);
        truth.recorded(partition, value);
    }

    void abort(Transaction transaction) {
        if (!transaction.isOver) {
            boolean isForgotten = random.nextInt(1_000_000) < forgottenInMillion;
            end(transaction);
            transaction.rows.forEach((partition, rows) -> {
                if (isForgotten) {
                    int some = random.nextInt(rows.size() + 1);
                    partitions.get(partition).changelog.addAll(rows.subList(0, some));
                }
            });
        }
    }

    End commit(Transaction transaction, boolean isFenced) {
        if (transaction.isOver || isFenced && parts.areZombiesFenced()) {
            abort(transaction);
            return End.REFUSED;
        }
        boolean isUnanswered = random.nextInt(1_000_000) < unansweredInMillion;
        if (isUnanswered && random.nextBoolean()) {
            abort(transaction);
            return End.UNKNOWN;
        }
        if (!parts.areOffsetsInTransaction() && random.nextInt(8) == 0) {
            transaction.offsets.forEach((partition, next) -> partitions.get(partition).committed = next);
            abort(transaction);
            return End.UNKNOWN;
        }
        end(transaction);
        transaction.rows.forEach(
                (partition, rows) -> partitions.get(partition).changelog.addAll(rows));
        transaction.decisions.forEach((partition, all) -> all.forEach(each -> record(partition, each[0], each[1])));
        transaction.offsets.forEach((partition, next) -> partitions.get(partition).committed = next);
        time.trace(transaction.number);
        return isUnanswered ? End.UNKNOWN : End.DONE;
    }

    private void end(Transaction transaction) {
        transaction.isOver = true;
        partitions.forEach(partition -> partition.open.remove(transaction.number));
    }
}

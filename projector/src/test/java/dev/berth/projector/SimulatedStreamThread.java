package dev.berth.projector;

import dev.berth.projector.SimulatedKafka.End;
import dev.berth.projector.SimulatedKafka.Transaction;
import dev.berth.projector.store.RegionStore;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.TaskCorruptedException;

/**
 * What a stream thread of Kafka Streams does, under the world's clock: takes part in the group, restores, follows and
 * runs the tasks of partitions, and commits rows, decisions and offsets of all in one transaction. For one thread.
 */
final class SimulatedStreamThread {
    private final SimulatedProcess process;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final TreeMap<Integer, SimulatedTask> tasks = new TreeMap<>();
    private int number = 1;
    private int generation;
    private Transaction transaction;
    private long nextCommitNs;
    private boolean isStopping;

    SimulatedStreamThread(SimulatedProcess process) {
        this.process = process;
        this.world = process.world;
        this.random = process.random;
    }

    String name() {
        return process.client + "-StreamThread-" + number;
    }

    private String member() {
        return name() + "-consumer";
    }

    RegionStore store(int partition) {
        SimulatedTask task = tasks.get(partition);
        return task == null ? null : task.store();
    }

    Transaction transaction() {
        process.requireAlive();
        if (transaction == null) {
            transaction = world.kafka.begin();
        }
        return transaction;
    }

    void poll() {
        if (process.isSilent()) {
            process.run(SimulatedProcess.STREAM, process.silentUntilNs() - world.time.nowNs(), this::poll);
            return;
        }
        if (isStopping) {
            end();
            return;
        }
        process.decisionsMade.tell();
        // Between two reports it does not know what has become of its membership.
        if (generation == 0 || random.nextInt(8) == 0) {
            report();
        }
        boolean isBusy = false;
        for (SimulatedTask task : List.copyOf(tasks.values())) {
            isBusy |= step(task);
        }
        if (world.time.nowNs() >= nextCommitNs) {
            commit();
        }
        process.run(
                SimulatedProcess.STREAM,
                isBusy ? 200_000 + random.nextLong(800_000) : 1_000_000 + random.nextLong(8_000_000),
                this::poll);
    }

    private void report() {
        switch (world.group.report(member())) {
            case UNKNOWN -> {
                lose();
                world.group.join(member(), process.place, owned());
            }
            case JOIN -> world.group.join(member(), process.place, owned());
            case STAY -> {
                if (world.group.isStable() && generation != world.group.generation()) {
                    assign();
                }
            }
        }
    }

    private Set<Integer> owned() {
        return tasks.values().stream()
                .filter(SimulatedTask::isStarted)
                .map(SimulatedTask::partition)
                .collect(Collectors.toSet());
    }

    private boolean step(SimulatedTask task) {
        try {
            return task.step();
        } catch (TaskCorruptedException corrupted) {
            abort();
            tasks.values().forEach(SimulatedTask::closeDirty);
            task.disk().wipe();
            tasks.values().forEach(SimulatedTask::open);
            return true;
        }
    }

    private void assign() {
        boolean isRevoked = false;
        for (SimulatedTask task : tasks.values()) {
            isRevoked |= task.isStarted() && !world.group.holds(member(), task.partition());
        }
        if (isRevoked && !commit()) {
            return;
        }
        generation = world.group.generation();
        for (int partition = 0; partition < world.kafka.count(); partition++) {
            boolean isMine = world.group.holds(member(), partition);
            SimulatedTask task = tasks.get(partition);
            if (task == null && (isMine || world.hasStandbys())) {
                task = new SimulatedTask(this, process, partition, world.disk(process.place, partition));
                task.open();
                tasks.put(partition, task);
            }
            if (task != null && !task.assign(isMine) && !world.hasStandbys()) {
                task.closeClean();
                tasks.remove(partition);
            }
        }
    }

    /** Commits all tasks; whether it goes on with them. */
    private boolean commit() {
        nextCommitNs = world.time.nowNs() + world.commitIntervalNs(random);
        boolean isNeeded = transaction != null;
        for (SimulatedTask task : tasks.values()) {
            isNeeded |= task.hasTaken();
        }
        if (isNeeded) {
            for (SimulatedTask task : tasks.values()) {
                task.flush();
            }
            for (SimulatedTask task : tasks.values()) {
                task.offset(transaction());
            }
            process.await(500_000 + random.nextLong(2_000_000));
            process.holdUp();
            Transaction ending = transaction;
            transaction = null;
            boolean isFenced = !world.group.isCurrent(member(), generation);
            End end = world.kafka.commit(ending, isFenced);
            process.holdUp();
            if (end == End.REFUSED) {
                lose();
                return false;
            }
            if (end == End.UNKNOWN) {
                fail();
                return false;
            }
        }
        for (SimulatedTask task : tasks.values()) {
            task.commit();
        }
        return true;
    }

    /** Another has its partitions. */
    private void lose() {
        abort();
        tasks.values().forEach(SimulatedTask::closeDirty);
        tasks.clear();
        generation = 0;
    }

    /** It ends, without knowing what became of its commit, and another takes its place. */
    private void fail() {
        process.leases.endAllOf(name());
        process.decisionsMade.tell();
        tasks.values().forEach(task -> {
            boolean wasStarted = task.isStarted();
            task.closeDirty();
            if (wasStarted) {
                task.disk().wipe();
            }
        });
        tasks.clear();
        generation = 0;
        number++;
    }

    /** A peer takes it for ended, strikes it off the group and fences its producer. It does not know. */
    void strikeOff() {
        world.group.leave(member());
        if (transaction != null) {
            world.kafka.abort(transaction);
        }
    }

    /** An orderly stop, once the thread comes to it. */
    void stop() {
        isStopping = true;
    }

    private void end() {
        if (commit()) {
            tasks.values().forEach(SimulatedTask::closeClean);
            tasks.clear();
        }
        if (world.hasStandbys()) {
            world.group.leave(member());
        }
        world.stopped(process);
    }

    private void abort() {
        Transaction open = transaction;
        transaction = null;
        // One that does not reach the brokers is left to its timeout.
        if (open != null && random.nextInt(4) > 0) {
            world.kafka.abort(open);
        }
    }
}

package dev.berth.cli.chaos;

import dev.berth.simulator.chaos.Fault;
import dev.berth.simulator.chaos.FaultKind;
import dev.berth.simulator.link.FailingRequest;
import dev.berth.simulator.link.FailingRequest.Moment;
import dev.berth.simulator.link.KafkaRequest;
import dev.berth.simulator.link.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does faults to a cluster, one at a time, and mends what it has done. What is killed here is started again here; an
 * instance that ended by itself is started again by {@link #mend}, as a supervisor would.
 */
final class FaultHand {
    private static final long NEARLY_FULL_BYTES = 8L << 20;
    private static final long FAILING_REQUEST_MS_MAX = 10_000;
    private static final int POLL_MS = 50;
    private static final int BITS_MAX = 8;

    private final Cluster cluster;
    private final Layout layout;
    private final long readyMsMax;

    /** @param readyMsMax how long one instance of a rolling restart may take */
    FaultHand(Cluster cluster, Layout layout, long readyMsMax) {
        this.cluster = cluster;
        this.layout = layout;
        this.readyMsMax = readyMsMax;
    }

    /** Does a fault and waits for as long as it lasts; a word on what came of it, or empty text. */
    String does(Fault fault) throws InterruptedException {
        try {
            return attempt(fault);
        } catch (IOException e) {
            return "not done: " + e.getMessage();
        }
    }

    private String attempt(Fault fault) throws IOException, InterruptedException {
        Instance instance = instance(fault);
        ChildProcess broker = cluster.brokers().processes().get(fault.broker());
        switch (fault.kind()) {
            case KILL_INSTANCE:
                return killed(List.of(instance.process()), fault.ms());
            case KILL_BROKER:
                return killed(List.of(broker), fault.ms());
            case KILL_MOST_BROKERS:
                return killed(othersThan(broker), fault.ms());
            case KILL_EVERYTHING:
                return killed(everything(), fault.ms());
            case PAUSE_INSTANCE:
                instance.process().pause(fault.ms());
                return "";
            case PAUSE_BROKER:
                broker.pause(fault.ms());
                return "";
            case CUT_KAFKA:
                return cut(instance.toBrokers(), fault.ms());
            case SILENCE_KAFKA:
                return silenced(instance.toBrokers(), fault.ms());
            case CUT_ONE_BROKER:
                return cut(List.of(instance.toBrokers().get(fault.broker())), fault.ms());
            case SILENCE_ONE_BROKER:
                return silenced(List.of(instance.toBrokers().get(fault.broker())), fault.ms());
            case CUT_CLIENTS:
                return cut(List.of(instance.fromClients()), fault.ms());
            case SILENCE_CLIENTS:
                return silenced(List.of(instance.fromClients()), fault.ms());
            case CUT_PEERS:
                return cut(List.of(instance.fromPeers()), fault.ms());
            case SILENCE_PEERS:
                return silenced(List.of(instance.fromPeers()), fault.ms());
            case FAIL_PRODUCE:
                return fails(KafkaRequest.PRODUCE, fault);
            case FAIL_END_OF_TRANSACTION:
                return fails(KafkaRequest.END_TXN, fault);
            case RESTART_INSTANCE:
                return restarted(instance.process(), fault.ms());
            case RESTART_BROKER:
                return restarted(broker, fault.ms());
            case ROLLING_RESTART:
                return rolled();
            case WIPE_STORES:
                instance.process().kill();
                Stores.wipe(instance.data());
                instance.process().start();
                return "";
            case FLIP_BITS:
                instance.process().kill();
                int bits = Stores.flipBits(
                        instance.data(), 1 + fault.number() % BITS_MAX, new SplittableRandom(fault.seed()));
                instance.process().start();
                return bits + " bits";
            case FOREIGN_RECORDS:
                return ForeignRecords.write(
                                cluster.kafka(),
                                layout.partitions(),
                                fault.number(),
                                new SplittableRandom(fault.seed()))
                        + " records";
            case NEARLY_FULL_DISK:
                return filled(instance, NEARLY_FULL_BYTES, fault.ms());
            case FULL_DISK:
                return filled(instance, 0, fault.ms());
        }
        throw new IllegalStateException("expected a known fault but got " + fault);
    }

    /** Full disks are of the instance that has one to fill. */
    private Instance instance(Fault fault) {
        if (!fault.kind().needsSmallDisk()) {
            return cluster.instances().get(fault.instance());
        }
        return cluster.instances().stream()
                .filter(each -> each.disk().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private List<ChildProcess> othersThan(ChildProcess broker) {
        return cluster.brokers().processes().stream()
                .filter(each -> each != broker)
                .toList();
    }

    private List<ChildProcess> everything() {
        List<ChildProcess> all = new ArrayList<>(cluster.brokers().processes());
        cluster.instances().forEach(instance -> all.add(instance.process()));
        return all;
    }

    private static String killed(List<ChildProcess> processes, long ms) throws InterruptedException {
        processes.forEach(ChildProcess::kill);
        TimeUnit.MILLISECONDS.sleep(ms);
        processes.forEach(ChildProcess::start);
        return "";
    }

    private static String restarted(ChildProcess process, long ms) throws InterruptedException {
        boolean isStopped = process.stop();
        TimeUnit.MILLISECONDS.sleep(ms / 4);
        process.start();
        return isStopped ? "" : "did not stop when it was told to";
    }

    private String rolled() throws InterruptedException {
        for (Instance instance : cluster.instances()) {
            instance.process().stop();
            instance.process().start();
            if (!cluster.awaitReady(instance, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(readyMsMax))) {
                return instance.process().name() + " was not ready in time";
            }
        }
        return "";
    }

    private static String cut(List<Link> links, long ms) throws InterruptedException {
        links.forEach(Link::cut);
        TimeUnit.MILLISECONDS.sleep(ms);
        links.forEach(Link::mend);
        return "";
    }

    private static String silenced(List<Link> links, long ms) throws InterruptedException {
        links.forEach(Link::silence);
        TimeUnit.MILLISECONDS.sleep(ms);
        links.forEach(Link::mend);
        return "";
    }

    /** The request of whichever instance comes to it: not each has regions to write for. */
    private String fails(KafkaRequest kind, Fault fault) throws InterruptedException {
        FailingRequest failing =
                new FailingRequest(kind, fault.isAfter() ? Moment.AFTER : Moment.BEFORE, fault.number());
        cluster.instances().forEach(each -> each.toBrokers().forEach(link -> link.fail(failing)));
        for (long waited = 0; !failing.isDone() && waited < FAILING_REQUEST_MS_MAX; waited += POLL_MS) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return failing.isDone() ? "" : "no such request came";
    }

    private static String filled(Instance instance, long free, long ms) throws IOException, InterruptedException {
        SmallDisk disk = instance.disk().orElseThrow();
        try {
            disk.leaveFree(free);
            TimeUnit.MILLISECONDS.sleep(ms);
        } finally {
            disk.empty();
        }
        return instance.process().status().map(status -> "ended with " + status).orElse("");
    }

    /**
     * Mends every link, and starts again what has ended by itself.
     *
     * @return those that had no reason to end
     */
    List<String> mend(FaultKind last) {
        List<String> ended = new ArrayList<>();
        cluster.instances().forEach(Instance::mend);
        List<ChildProcess> onFullDisk = cluster.instances().stream()
                .filter(instance ->
                        last == FaultKind.FULL_DISK && instance.disk().isPresent())
                .map(Instance::process)
                .toList();
        for (ChildProcess process : everything()) {
            process.status().ifPresent(status -> {
                boolean hadReason = !process.hasComeUp() || onFullDisk.contains(process);
                if (!hadReason && !process.hasCrashed()) {
                    ended.add(process.name() + " ended with " + status);
                }
                process.start();
            });
        }
        ended.addAll(crashes());
        return ended;
    }

    /** Those that have crashed since this was asked last. One that was killed or stopped since then runs again. */
    List<String> crashes() {
        List<String> crashed = new ArrayList<>();
        for (ChildProcess process : everything()) {
            process.takeCrashes().forEach(status -> crashed.add(process.name() + " crashed with " + status));
        }
        return crashed;
    }
}

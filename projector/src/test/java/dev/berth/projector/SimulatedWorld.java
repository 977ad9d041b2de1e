package dev.berth.projector;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.projector.SimulatedViolation.Promise;
import dev.berth.projector.store.CopyQuery;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.SimulatedDisk;
import dev.berth.projector.store.StoredQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.slf4j.LoggerFactory;

/**
 * Brokers, instances and clients in one thread, with everything that happens following from a seed: what is asked, in
 * which order threads go on, and what fails. What instances do is the service's own code; see docs/reliability.md. For
 * one thread.
 */
final class SimulatedWorld {
    static final int BROKERS = 0;
    private static final int FAULTS = 1;
    private static final int TRACE_LENGTH = 40;
    private static final long RECOVERY_NS = 60_000_000_000L;
    private static final long QUIET_NS = 10_000_000_000L;
    private static final long STANDSTILL_NS = 600_000_000_000L;
    private static final SchemaRegistry SCHEMAS = schemas();

    private static SchemaRegistry schemas() {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        return schemas;
    }

    final SimulatedTime time = new SimulatedTime();
    final CommandCodec commands = new CommandCodec(SCHEMAS);
    final DecisionCodec decisions = new DecisionCodec(SCHEMAS);
    final HostRowCodec hostRows = new HostRowCodec(SCHEMAS);
    final SimulatedParts parts;
    final SimulatedTruth truth;
    final SimulatedKafka kafka;
    final SimulatedGroup group;
    final List<Region> regions = new ArrayList<>();

    private final long seed;
    private final SplittableRandom random;
    private final int wanted;
    private final boolean hasStandbys;
    private final long commitNs;
    private final long calmNs;
    private final Map<Region, SimulatedWorkload> workloads = new TreeMap<>();
    private final Map<Region, List<CommandId>> neverAppended = new TreeMap<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final SimulatedProcess[] processes;
    private final SimulatedDisk[][] disks;
    private final List<SimulatedProcess> halted = new ArrayList<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private boolean areFaultsDone = true;
    private boolean isOver;
    private int started;

    long acknowledged;
    long reads;
    long copiesRead;
    long faults;

    /** @param wanted how many commands the log is to have */
    SimulatedWorld(long seed, int wanted, SimulatedParts parts) {
        this.seed = seed;
        this.wanted = wanted;
        this.parts = parts;
        this.random = new SplittableRandom(seed);
        int partitions = 1 + random.nextInt(3);
        int instances = 1 + random.nextInt(3);
        this.hasStandbys = random.nextInt(4) > 0;
        this.commitNs = 20_000_000 + random.nextLong(180_000_000);
        this.calmNs = 150_000_000L << random.nextInt(5);
        LogId log = new LogId(SimulatedKafka.TOPIC.toString());
        this.truth = new SimulatedTruth(commands, decisions, log, partitions, this::decided);
        this.kafka = new SimulatedKafka(time, truth, parts, random(1), partitions);
        this.processes = new SimulatedProcess[instances];
        this.disks = new SimulatedDisk[instances][partitions];
        this.group = new SimulatedGroup(time, random(2), partitions, this::warmest);
        for (int instance = 0; instance < instances; instance++) {
            for (int partition = 0; partition < partitions; partition++) {
                disks[instance][partition] = new SimulatedDisk();
            }
        }
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Region region = new Region("region-" + i);
            regions.add(region);
            workloads.put(region, new SimulatedWorkload(random(100 + i), i, random.nextInt(3) == 0));
        }
        int many = 8 + random.nextInt(56);
        for (int client = 0; client < many; client++) {
            clients.add(new SimulatedClient(this, client));
        }
        boolean isHarsh = random.nextInt(3) == 0;
        kafka.unansweredInMillion = isHarsh ? 5_000 : 0;
        kafka.forgottenInMillion = isHarsh ? 50_000 : 0;
    }

    SplittableRandom random(long of) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + of);
    }

    private void decided(Region region, Command command, Decision decision) {
        workloads.get(region).decided(command, decision);
    }

    SimulatedWorkload workload(Region region) {
        return workloads.get(region);
    }

    SimulatedDisk disk(int place, int partition) {
        return disks[place][partition];
    }

    boolean hasStandbys() {
        return hasStandbys;
    }

    long commitIntervalNs(SplittableRandom of) {
        return commitNs / 2 + of.nextLong(commitNs);
    }

    boolean areFaultsDone() {
        return areFaultsDone;
    }

    int heldUpInMillion() {
        return areFaultsDone ? parts.heldUpInMillion() : 0;
    }

    /** Nothing new is asked. */
    boolean isOver() {
        return isOver;
    }

    /** How long something is away: mostly short, now and then longer than a session. */
    long outage(SplittableRandom of) {
        return switch (of.nextInt(6)) {
            case 0, 1 -> of.nextLong(50_000_000);
            case 2, 3 -> of.nextLong(1_500_000_000);
            case 4 -> of.nextLong(4_000_000_000L);
            default -> of.nextLong(12_000_000_000L);
        };
    }

    private int warmest(int partition) {
        int best = 0;
        for (int place = 1; place < disks.length; place++) {
            if (disks[place][partition].committedOffset() > disks[best][partition].committedOffset()) {
                best = place;
            }
        }
        return best;
    }

    /** Where a client goes: mostly to who serves the region. */
    Optional<SimulatedProcess> instance(Region region, SplittableRandom of) {
        int home = Partitions.of(region, kafka.count());
        if (of.nextInt(6) > 0) {
            for (SimulatedProcess process : processes) {
                if (process != null
                        && process.leases.of(home).filter(Lease::isServing).isPresent()) {
                    return Optional.of(process);
                }
            }
        }
        return Optional.ofNullable(processes[of.nextInt(processes.length)]);
    }

    void neverAppended(Region region, CommandId id) {
        if (workloads.get(region).areIdsOfOneSender()) {
            neverAppended.computeIfAbsent(region, none -> new ArrayList<>()).add(id);
        }
    }

    /** @throws SimulatedViolation with the seed, and what was done before */
    void run() {
        // The service warns of each fault, of which there are thousands here.
        Logger log = (Logger) LoggerFactory.getLogger("dev.berth.projector");
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            runAloud();
        } finally {
            log.setLevel(before);
        }
    }

    /** The same, and the service's log is as it is. */
    void runAloud() {
        try {
            live();
        } catch (SimulatedViolation violation) {
            SimulatedViolation told = new SimulatedViolation(violation.promise(), violation.getMessage() + told());
            told.setStackTrace(violation.getStackTrace());
            throw told;
        } catch (RuntimeException | StackOverflowError broken) {
            throw new AssertionError(broken + told(), broken);
        }
    }

    private String told() {
        return "\nin the world of seed " + seed + " with " + wanted + " commands, at " + time.nowNs() / 1_000_000
                + " ms, after:\n" + String.join("\n", trace);
    }

    void note(String what) {
        trace.add(time.nowNs() / 1_000_000 + " ms: " + what);
        if (trace.size() > TRACE_LENGTH) {
            trace.remove();
        }
    }

    private void live() {
        regions.forEach(region -> workloads
                .get(region)
                .beginning()
                .forEach(command -> kafka.append(region, commands.encode(Sent.of(command)))));
        for (int place = 0; place < processes.length; place++) {
            start(place);
        }
        lookAtGroup();
        time.in(calmNs, FAULTS, this::fault);
        clients.forEach(SimulatedClient::next);
        long appended = 0;
        long sinceNs = time.nowNs();
        while (kafka.appended() < wanted) {
            time.step();
            if (kafka.appended() > appended) {
                appended = kafka.appended();
                sinceNs = time.nowNs();
            } else if (time.nowNs() - sinceNs > STANDSTILL_NS) {
                throw new SimulatedViolation(Promise.ANSWERS, "nothing was appended for long: " + state());
            }
        }
        isOver = true;
        areFaultsDone = false;
        kafka.forgottenInMillion = 0;
        kafka.unansweredInMillion = 0;
        note("no more faults");
        living().stream().filter(this::isHalted).forEach(process -> crash(process.place));
        for (int place = 0; place < processes.length; place++) {
            if (processes[place] == null) {
                start(place);
            } else {
                processes[place].resume();
                processes[place].hear();
            }
        }
        long deadlineNs = time.nowNs() + RECOVERY_NS;
        while (!isWell()) {
            if (time.nowNs() > deadlineNs) {
                throw new SimulatedViolation(Promise.ANSWERS, "not all is well a minute after the faults: " + state());
            }
            time.passUntil(time.nowNs() + 50_000_000);
        }
        compare();
    }

    private void lookAtGroup() {
        group.look();
        time.in(50_000_000, BROKERS, this::lookAtGroup);
    }

    private void start(int place) {
        note("instance " + place + " starts");
        processes[place] = new SimulatedProcess(this, place, started++);
        processes[place].start();
    }

    /** The process of a place is gone, with all that is not on its disks. */
    void crash(int place) {
        if (processes[place] != null && !processes[place].isDead()) {
            note("instance " + place + " is killed");
            processes[place].kill();
            boolean isDamaged = random.nextInt(10) == 0;
            boolean isOffsetAhead = random.nextInt(20) == 0;
            for (SimulatedDisk disk : disks[place]) {
                if (isOffsetAhead) {
                    disk.flushOffsetAlone();
                }
                disk.crash();
                if (isDamaged) {
                    disk.damage(random);
                }
                parts.found(disk);
            }
            down(place);
        }
    }

    /** A process has ended in order. */
    void stopped(SimulatedProcess process) {
        process.kill();
        down(process.place);
    }

    private void down(int place) {
        processes[place] = null;
        time.in(outage(random), FAULTS, () -> {
            if (processes[place] == null) {
                start(place);
            }
        });
    }

    private void fault() {
        if (!areFaultsDone) {
            return;
        }
        faults++;
        if (!parts.fails(this)) {
            draw();
        }
        // Now and then there is time enough to recover.
        long nextNs = random.nextInt(8) == 0 ? QUIET_NS : calmNs / 2 + random.nextLong(calmNs);
        time.in(nextNs, FAULTS, this::fault);
    }

    private void draw() {
        int place = random.nextInt(processes.length);
        SimulatedProcess process = processes[place];
        int kind = random.nextInt(14);
        if (kind < 3) {
            crash(place);
        } else if (kind < 5 && process != null) {
            long forNs = outage(random);
            boolean isSuspended = random.nextInt(3) == 0;
            note("instance " + place + " is " + (isSuspended ? "suspended" : "paused") + " for " + forNs / 1_000_000
                    + " ms");
            process.pause(forNs, isSuspended);
        } else if (kind < 7 && process != null) {
            long forNs = outage(random);
            note("instance " + place + " does not reach Kafka for " + forNs / 1_000_000 + " ms");
            process.silence(forNs);
        } else if (kind == 7 && process != null) {
            process.setWall(random.nextLong(-5_000, 5_000));
            note("the clock of instance " + place + " is set");
        } else if (kind < 11) {
            note("members change places");
            group.begin();
        } else if (kind == 11 && process != null) {
            note("instance " + place + " is stopped");
            process.stream.stop();
        } else if (kind == 12 && process != null) {
            strikeOff(process, outage(random));
        } else if (kind == 13) {
            crash(place);
            note("the disks of instance " + place + " are wiped");
            if (processes[place] == null) {
                for (SimulatedDisk disk : disks[place]) {
                    disk.wipe();
                }
            }
        }
    }

    /** A process lives and serves its clients but does not reach Kafka for a while, and a peer takes it for ended. */
    void strikeOff(SimulatedProcess process, long forNs) {
        note("instance " + process.place + " does not reach Kafka for " + forNs / 1_000_000
                + " ms, and is struck off the group");
        process.silence(forNs);
        process.stream.strikeOff();
    }

    /** A process sees a fault of a partition that it serves, and decides nothing of it until it is started again. */
    void halt(SimulatedProcess process, Lease lease) {
        note("partition " + lease.partition() + " is halted in instance " + process.place);
        lease.halt("There is a fault.");
        halted.add(process);
    }

    boolean isHalted(SimulatedProcess process) {
        return halted.contains(process);
    }

    /** The processes that run. */
    List<SimulatedProcess> living() {
        return Stream.of(processes).filter(Objects::nonNull).toList();
    }

    private boolean isWell() {
        // One that was to stop may have come to it only now.
        if (Stream.of(processes).anyMatch(Objects::isNull)) {
            return false;
        }
        for (int partition = 0; partition < kafka.count(); partition++) {
            int home = partition;
            boolean isServed = false;
            for (SimulatedProcess process : processes) {
                isServed |= process.leases
                        .of(home)
                        .filter(Lease::isServing)
                        .filter(lease -> lease.fault().isEmpty())
                        .isPresent();
            }
            if (!isServed
                    || !truth.isRecorded(partition)
                    || kafka.partition(partition).committed
                            < kafka.partition(partition).log.size()) {
                return false;
            }
        }
        for (SimulatedProcess process : processes) {
            if (process.underWay > 0) {
                return false;
            }
        }
        return clients.stream().allMatch(SimulatedClient::isDone);
    }

    private String state() {
        StringBuilder state = new StringBuilder();
        for (int partition = 0; partition < kafka.count(); partition++) {
            state.append("partition ")
                    .append(partition)
                    .append(" committed to ")
                    .append(kafka.partition(partition).committed)
                    .append(" of ")
                    .append(kafka.partition(partition).log.size())
                    .append("; ");
        }
        for (SimulatedProcess process : processes) {
            if (process == null) {
                continue;
            }
            state.append("instance ")
                    .append(process.place)
                    .append(" has ")
                    .append(process.underWay)
                    .append(" requests under way and ")
                    .append(process.leases.all())
                    .append(process.leases.all().stream().map(Lease::fault).toList())
                    .append("; ");
        }
        return state + group.describe().toString() + ", clients done "
                + clients.stream().filter(SimulatedClient::isDone).count() + " of " + clients.size();
    }

    /** All that is kept is what the log comes to. */
    private void compare() {
        // Longer than anybody is away.
        time.passUntil(time.nowNs() + 13_000_000_000L);
        for (SimulatedProcess process : processes) {
            for (int partition = 0; partition < kafka.count(); partition++) {
                RegionStore store = process.stream.store(partition);
                if (store != null) {
                    StoredQuery.Stored stored = store.query(
                                    new StoredQuery(), PositionBound.unbounded(), new QueryConfig(false))
                            .getResult();
                    CopyQuery.Copy copy = store.query(
                                    new CopyQuery(), PositionBound.unbounded(), new QueryConfig(false))
                            .getResult();
                    if (!copy.doubts().isEmpty()) {
                        // It shows nothing of them, and reads them anew when it is to decide.
                        continue;
                    }
                    if (!stored.doubts().isEmpty()) {
                        throw new SimulatedViolation(
                                Promise.SAME_FOLD, "instance " + process.place + " keeps " + stored.doubts());
                    }
                    stored.folds().values().forEach(fold -> truth.keeps(fold.view()));
                    stored.folds().forEach((region, fold) -> {
                        if (!fold.view().position().equals(truth.view(region).position())) {
                            throw new SimulatedViolation(
                                    Promise.SAME_FOLD,
                                    "instance " + process.place + " keeps " + region + " as of "
                                            + fold.view().position() + ", not of "
                                            + truth.view(region).position());
                        }
                    });
                }
            }
        }
        neverAppended.forEach((region, ids) -> ids.forEach(id -> {
            if (truth.first(region, id) != null) {
                throw new SimulatedViolation(Promise.NOT_APPENDED_IS_NOT, id + " stands in the log");
            }
        }));
    }
}

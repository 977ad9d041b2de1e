package dev.berth.projector;

import dev.berth.projector.PartitionHealth.State;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Says of each partition how it is served here, from what its lease, the restores and the peers tell. What is not
 * known for certain is not ready. Any thread.
 */
final class Diagnosis {
    private final Leases leases;
    private final RestoreProgress restores;
    private final ThreadFailures failures;
    private final Optional<PartitionOwners> peers;
    private final IntPredicate isElsewhere;

    /**
     * @param peers who keeps what is not kept here; without, everything is to be kept here
     * @param isElsewhere whether Kafka gave a partition to another process, with peers or without
     */
    Diagnosis(
            Leases leases,
            RestoreProgress restores,
            ThreadFailures failures,
            Optional<PartitionOwners> peers,
            IntPredicate isElsewhere) {
        this.leases = leases;
        this.restores = restores;
        this.failures = failures;
        this.peers = peers;
        this.isElsewhere = isElsewhere;
    }

    PartitionHealth of(int partition, long nowNs) {
        PartitionHealth found = leases.of(partition)
                .map(lease -> kept(lease, nowNs))
                .orElseGet(() -> peers.map(owners -> unkept(partition, owners)).orElseGet(() -> unkept(partition)));
        if (found.state().isReady() || found.reason().isPresent()) {
            return found;
        }
        return failures.latest(nowNs).map(found::because).orElse(found);
    }

    private PartitionHealth kept(Lease lease, long nowNs) {
        int partition = lease.partition();
        Backlog backlog = lease.backlog();
        if (lease.fault().isPresent()) {
            return PartitionHealth.of(partition, State.HALTED)
                    .because(lease.fault().get());
        }
        Optional<RebuildProgress> remaking = lease.remaking();
        if (remaking.isPresent()) {
            return PartitionHealth.of(partition, State.REBUILDING)
                    .standing(remaking.get().next(), remaking.get().end())
                    .because("What was restored is not what was committed last: "
                            + remaking.get().reason() + ".");
        }
        Optional<String> unreadable =
                lease.transaction().fault().filter(told -> !lease.transaction().isPassed(lease.next()));
        if (unreadable.isPresent()) {
            return standing(State.WAITS_FOR_LOG, lease, Math.max(lease.target(), backlog.end()))
                    .because(unreadable.get());
        }
        Optional<String> obstacle = lease.obstacle();
        if (!lease.isInForce() && obstacle.isPresent()) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG).because(sentence(obstacle.get()));
        }
        if (lease.topicId().isEmpty()) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG)
                    .because("Kafka has not said yet whether the log continues what was decided.");
        }
        if (backlog.isSilent(nowNs)) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG)
                    .because("Kafka has said nothing of the log for " + backlog.silentSeconds(nowNs) + " s.");
        }
        if (!lease.isCaughtUp()) {
            return lease.isMeasured()
                    ? standing(State.CATCHING_UP, lease, lease.target())
                    : obstacle.map(why -> PartitionHealth.of(partition, State.CATCHING_UP)
                                    .because(sentence(why)))
                            .orElseGet(() -> PartitionHealth.of(partition, State.CATCHING_UP));
        }
        if (backlog.isLate(lease.next(), nowNs)) {
            return standing(State.BEHIND, lease, backlog.end());
        }
        if (leases.beginsOften(partition, nowNs)) {
            return PartitionHealth.of(partition, State.FAILING)
                    .because("It was taken up " + Leases.MANY + " times within " + Leases.WINDOW.toSeconds() + " s.");
        }
        return standing(State.SERVED, lease, Math.max(lease.next(), backlog.end()));
    }

    private static String sentence(String part) {
        return part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1) + ".";
    }

    private static PartitionHealth standing(State state, Lease lease, long target) {
        return PartitionHealth.of(lease.partition(), state).standing(Math.max(0, lease.next()), target);
    }

    private PartitionHealth unkept(int partition, PartitionOwners owners) {
        Owner owner = owners.owner(partition);
        if (owner instanceof Owner.At at) {
            leases.concede(partition);
            return PartitionHealth.of(partition, owners.isStandby(partition) ? State.STANDBY : State.ELSEWHERE)
                    .because("It is kept by " + at.address() + ".");
        }
        if (owners.isOnItsWay(partition)) {
            return onItsWay(partition);
        }
        return leases.misses(partition)
                ? PartitionHealth.of(partition, State.LOST).because("This instance kept it, and no other is known to.")
                : PartitionHealth.of(partition, State.UNOWNED)
                        .because("No instance is known to keep it: it has not been given to any yet, or berth up"
                                + " keeps it, which tells its peers no address.");
    }

    /** An instance without peers is to keep everything, and may have been started beside one by mistake. */
    private PartitionHealth unkept(int partition) {
        PartitionHealth health = onItsWay(partition);
        return isElsewhere.test(partition)
                ? health.because(
                        "Another instance on the same Kafka keeps it, and this one was started as the only one:"
                                + " stop one of the two.")
                : health;
    }

    private PartitionHealth onItsWay(int partition) {
        PartitionHealth health = PartitionHealth.of(partition, State.RESTORING);
        return restores.of(partition)
                .map(progress -> health.standing(progress.restored(), progress.total()))
                .orElse(health);
    }
}

package dev.berth.projector;

import dev.berth.projector.PartitionHealth.State;
import java.util.Optional;

/**
 * Says of each partition how it is served here, from what its tenure, the restores and the peers tell. What is not
 * known for certain is not ready. Any thread.
 */
final class Diagnosis {
    private final Tenures tenures;
    private final Restores restores;
    private final ThreadFailures failures;
    private final Optional<PartitionOwners> peers;

    /** @param peers who keeps what is not kept here; without, everything is to be kept here */
    Diagnosis(Tenures tenures, Restores restores, ThreadFailures failures, Optional<PartitionOwners> peers) {
        this.tenures = tenures;
        this.restores = restores;
        this.failures = failures;
        this.peers = peers;
    }

    PartitionHealth of(int partition, long nowNs) {
        PartitionHealth found = tenures.of(partition)
                .map(tenure -> kept(tenure, nowNs))
                .orElseGet(() -> peers.map(owners -> unkept(partition, owners)).orElseGet(() -> onItsWay(partition)));
        if (found.state().isReady() || found.reason().isPresent()) {
            return found;
        }
        return failures.latest(nowNs).map(found::because).orElse(found);
    }

    private PartitionHealth kept(Tenure tenure, long nowNs) {
        int partition = tenure.partition();
        Backlog backlog = tenure.backlog();
        if (tenure.fault().isPresent()) {
            return PartitionHealth.of(partition, State.HALTED)
                    .because(tenure.fault().get());
        }
        if (tenure.isForsaken()) {
            return PartitionHealth.of(partition, State.FAILING)
                    .because(failures.latest(nowNs).orElse("Its stream thread has failed."));
        }
        Optional<String> unreadable = tenure.transaction()
                .fault()
                .filter(told -> !tenure.transaction().isPassed(tenure.next()));
        if (unreadable.isPresent()) {
            return standing(State.WAITS_FOR_LOG, tenure, Math.max(tenure.end(), backlog.end()))
                    .because(unreadable.get());
        }
        if (!tenure.isCompared()) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG)
                    .because("Kafka has not said yet whether the log continues what was decided.");
        }
        if (backlog.isSilent(nowNs)) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG)
                    .because("Kafka has said nothing of the log for " + backlog.silentSeconds(nowNs) + " s.");
        }
        if (!tenure.isCaughtUp()) {
            return standing(State.CATCHING_UP, tenure, tenure.end());
        }
        if (peers.isPresent() && !tenure.isTrusted(nowNs)) {
            return PartitionHealth.of(partition, State.WAITS_FOR_LOG)
                    .because("Kafka has not confirmed for " + Tenure.TRUST.toSeconds()
                            + " s that the partition is still this instance's.");
        }
        if (backlog.isLate(tenure.next(), nowNs)) {
            return standing(State.BEHIND, tenure, backlog.end());
        }
        if (tenures.beginsOften(partition, nowNs)) {
            return PartitionHealth.of(partition, State.FAILING)
                    .because("It was taken up " + Tenures.MANY + " times within " + Tenures.WINDOW.toSeconds() + " s.");
        }
        return standing(State.SERVED, tenure, Math.max(tenure.next(), backlog.end()));
    }

    private static PartitionHealth standing(State state, Tenure tenure, long target) {
        return PartitionHealth.of(tenure.partition(), state).standing(tenure.next(), target);
    }

    private PartitionHealth unkept(int partition, PartitionOwners owners) {
        Owner owner = owners.owner(partition);
        if (owner instanceof Owner.At at) {
            tenures.concede(partition);
            return PartitionHealth.of(partition, owners.isStandby(partition) ? State.STANDBY : State.ELSEWHERE)
                    .because("It is kept by " + at.address() + ".");
        }
        if (owners.isOnItsWay(partition)) {
            return onItsWay(partition);
        }
        return tenures.misses(partition)
                ? PartitionHealth.of(partition, State.LOST).because("This instance kept it, and no other is known to.")
                : PartitionHealth.of(partition, State.ELSEWHERE).because("No instance is known to keep it.");
    }

    private PartitionHealth onItsWay(int partition) {
        PartitionHealth health = PartitionHealth.of(partition, State.RESTORING);
        return restores.of(partition)
                .map(progress -> health.standing(progress.restored(), progress.total()))
                .orElse(health);
    }
}

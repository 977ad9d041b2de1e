package dev.berth.cli.chaos;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.chaos.Clients;
import dev.berth.simulator.chaos.Fault;
import dev.berth.simulator.chaos.FaultPlan;
import dev.berth.simulator.history.History;
import dev.berth.simulator.history.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Cycles of a fault and the recovery from it, until the time is over, something was found, or it is told to stop. One
 * thread calls this.
 */
final class ChaosRun {
    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final Duration CALM = Duration.ofMillis(1_500);

    private final Cluster cluster;
    private final Clients clients;
    private final History history;
    private final FaultPlan plan;
    private final FaultHand hand;
    private final LongSupplier clockNs;
    private final Duration recoveryMax;
    private final List<Cycle> cycles = new ArrayList<>();
    private int startsAgain;

    /**
     * @param clockNs the clock of the history
     * @param recoveryMax everything has to answer again so soon after it was mended
     */
    ChaosRun(
            Cluster cluster,
            Clients clients,
            History history,
            FaultPlan plan,
            FaultHand hand,
            LongSupplier clockNs,
            Duration recoveryMax) {
        this.cluster = cluster;
        this.clients = clients;
        this.history = history;
        this.plan = plan;
        this.hand = hand;
        this.clockNs = clockNs;
        this.recoveryMax = recoveryMax;
    }

    /**
     * Runs, and lets the clients end.
     *
     * @param untilNs no cycle begins after that
     * @param told each cycle, once it is over
     * @return the cycles that were begun
     */
    ImmutableList<Cycle> run(long untilNs, Consumer<Cycle> told) throws InterruptedException {
        cluster.cameUp();
        long expiresNs = clockNs.getAsLong();
        while (clockNs.getAsLong() < untilNs && history.violationCount() == 0) {
            TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
            Fault fault = plan.next();
            long beganNs = clockNs.getAsLong();
            startsAgain = 0;
            String note = hand.does(fault);
            hand.mend(fault.kind()).forEach(ended -> report(Kind.ENDED, ended + " after " + fault));
            long mendedNs = clockNs.getAsLong();
            awaitRecovery(mendedNs + recoveryMax.toNanos(), fault);
            Cycle cycle =
                    new Cycle(cycles.size() + 1, fault, note, beganNs, mendedNs, clockNs.getAsLong(), startsAgain);
            cycles.add(cycle);
            told.accept(cycle);
            if (history.violationCount() == 0) {
                cluster.cameUp();
                clients.tidy(clockNs.getAsLong() + recoveryMax.toNanos());
                // Two recoveries lie between the end of such a write and now.
                history.expire(expiresNs, clockNs.getAsLong());
                expiresNs = cycle.mendedNs();
            }
            clients.failure().ifPresent(failure -> {
                throw new IllegalStateException("expected clients to live but one died", failure);
            });
        }
        clients.finish();
        if (history.violationCount() == 0) {
            clients.tidy(clockNs.getAsLong() + recoveryMax.toNanos());
        }
        if (history.violationCount() == 0) {
            awaitNoneForgotten(System.nanoTime() + recoveryMax.toNanos());
        }
        hand.crashes().forEach(crash -> report(Kind.ENDED, crash + " after the last cycle"));
        return ImmutableList.copyOf(cycles);
    }

    /** An audit reads what is committed, and no further than a transaction that stands open. */
    private void awaitNoneForgotten(long untilNs) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Brokers.OPEN_MS_MAX);
        List<String> forgotten = cluster.brokers().forgotten();
        while (!forgotten.isEmpty()) {
            if (System.nanoTime() > untilNs) {
                report(Kind.SILENT, "these transactions stand open after the last cycle: " + forgotten);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
            forgotten = cluster.brokers().forgotten();
        }
    }

    private void awaitRecovery(long untilNs, Fault fault) throws InterruptedException {
        Optional<String> missing = processes(untilNs, fault);
        if (missing.isEmpty()) {
            missing = clients.awaitAnswers(untilNs);
        }
        if (missing.isPresent()) {
            history.report(
                    Kind.SILENT,
                    clockNs.getAsLong(),
                    "%s was not answered within %d s after %s".formatted(missing.get(), recoveryMax.toSeconds(), fault),
                    cluster.saysOfItself());
        }
    }

    /** Waits until all processes are well, and starts again those that ended because others were not yet. */
    private Optional<String> processes(long untilNs, Fault fault) throws InterruptedException {
        long untilSystemNs = System.nanoTime() + untilNs - clockNs.getAsLong();
        if (!cluster.brokers().awaitWhole(untilSystemNs)) {
            return Optional.of("the question whether all replicas are in sync");
        }
        for (Instance instance : cluster.instances()) {
            while (!cluster.awaitReady(instance, Math.min(untilSystemNs, System.nanoTime() + SLICE.toNanos()))) {
                if (System.nanoTime() > untilSystemNs) {
                    return Optional.of("/readyz of " + instance.process().name());
                }
                if (!instance.process().isAlive()) {
                    hand.crashes().forEach(crash -> report(Kind.ENDED, crash + " after " + fault));
                    startsAgain++;
                    instance.process().start();
                }
                TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
            }
        }
        return Optional.empty();
    }

    private void report(Kind kind, String text) {
        history.report(kind, clockNs.getAsLong(), text);
    }
}

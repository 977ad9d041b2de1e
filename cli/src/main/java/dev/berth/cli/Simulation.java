package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.Convoy;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetTarget;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.simulator.workload.Difference;
import dev.berth.simulator.workload.Holdings;
import dev.berth.simulator.workload.Limit;
import dev.berth.simulator.workload.Settlement;
import dev.berth.simulator.workload.Workload;
import dev.berth.simulator.workload.WorkloadProgress;
import dev.berth.simulator.workload.WorkloadReport;
import dev.berth.simulator.workload.WorkloadSpec;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Runs rounds of schedulers against a service, shows how far they are, and settles their books after each. */
final class Simulation implements AutoCloseable {
    private static final int PUBLISHED_AT_ONCE = 16;
    private static final long PROGRESS_STEPS = 1_000;

    private final SimulationPlan plan;
    private final PrintWriter err;
    private final PlacementClient client;

    private Simulation(SimulationPlan plan, PrintWriter err, PlacementClient client) {
        this.plan = plan;
        this.err = err;
        this.client = client;
    }

    /**
     * A simulation against a service that answers.
     *
     * @throws CannotRunException if none does at the plan's URL
     */
    static Simulation of(SimulationPlan plan, PrintWriter err) throws InterruptedException {
        int connections = Math.max(PUBLISHED_AT_ONCE, Collections.max(plan.clients()));
        PlacementClient client = PlacementClient.of(plan.url(), connections);
        try {
            PlacementAnswer root = client.send(PlacementRequest.get("/"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            if (!root.json().has("versions")) {
                throw new CannotRunException(
                        "expected the Placement API at " + plan.url() + " but GET / was answered " + root);
            }
        } catch (ExecutionException e) {
            client.close();
            throw new CannotRunException(
                    "nothing answers at " + plan.url() + " (" + e.getCause().getMessage()
                            + "); start a service with: berth up",
                    e);
        }
        return new Simulation(plan, err, client);
    }

    /** Publishes a fleet through the Placement API. */
    void publish(Fleet fleet) {
        PlacementOperator operator = new PlacementOperator(client);
        join(() -> operator.prepare(fleet).toCompletableFuture().join());
        publish(fleet, operator);
    }

    /** Publishes a fleet through whatever target. */
    void publish(Fleet fleet, FleetTarget target) {
        try (Progress progress = Progress.of(
                "publishing " + fleet.spec().hosts() + " hosts", fleet.spec().hosts(), err)) {
            join(() -> Convoy.forEach(
                            fleet.hosts(),
                            PUBLISHED_AT_ONCE,
                            host -> target.publish(host).thenRun(progress::step))
                    .join());
        }
    }

    private static void join(Runnable published) {
        try {
            published.run();
        } catch (CompletionException e) {
            throw new CannotRunException(
                    "the fleet could not be published: " + e.getCause().getMessage(), e);
        }
    }

    /** All rounds, each from empty books and released in the end. */
    ImmutableList<SimulationRound> run() throws InterruptedException {
        if (plan.warmUp() > 0) {
            round("warming up", Collections.max(plan.clients()), Limit.claims(plan.warmUp()), plan.seed() - 1);
        }
        ImmutableList.Builder<SimulationRound> rounds = ImmutableList.builder();
        for (int clients : plan.clients()) {
            String task = clients == 1 ? "1 scheduler" : clients + " schedulers";
            rounds.add(round(task, clients, plan.limit(), plan.seed()));
        }
        return rounds.build();
    }

    private SimulationRound round(String task, int clients, Limit limit, long seed) throws InterruptedException {
        WorkloadSpec spec = WorkloadSpec.of(seed + clients, clients, limit)
                .withTenancy(plan.tenancy())
                .withCandidateLimit(plan.candidateLimit());
        Holdings holdings = new Holdings("simulation-" + UUID.randomUUID());
        WorkloadReport report = work(task, spec, holdings);
        Settlement settlement = new Settlement(client, holdings);
        ImmutableList<Difference> held = settlement.check();
        ImmutableList<Difference> released = settlement.releaseAll();
        return new SimulationRound(
                report,
                ImmutableList.<Difference>builder()
                        .addAll(held)
                        .addAll(released)
                        .build());
    }

    private WorkloadReport work(String task, WorkloadSpec spec, Holdings holdings) throws InterruptedException {
        try (Progress progress = Progress.of(task, PROGRESS_STEPS, err)) {
            return new Workload(client, spec, holdings)
                    .run(at -> progress.at(Math.round(at.share() * PROGRESS_STEPS), told(at)));
        }
    }

    private static String told(WorkloadProgress at) {
        return "%,d claimed, %,d refused, %,d held".formatted(at.claimed(), at.refused(), at.held());
    }

    @Override
    public void close() {
        client.close();
    }
}

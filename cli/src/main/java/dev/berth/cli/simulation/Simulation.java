package dev.berth.cli.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.berth.cli.output.Progress;
import dev.berth.events.concurrent.Batch;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetTarget;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.fleet.ReportingAgents;
import dev.berth.simulator.fleet.SimulatedHost;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.simulator.workload.Discrepancy;
import dev.berth.simulator.workload.Holdings;
import dev.berth.simulator.workload.Limit;
import dev.berth.simulator.workload.Settlement;
import dev.berth.simulator.workload.Workload;
import dev.berth.simulator.workload.WorkloadProgress;
import dev.berth.simulator.workload.WorkloadReport;
import dev.berth.simulator.workload.WorkloadSpec;
import dev.berth.terminal.CannotRunException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs rounds of schedulers against a service, shows how far they are, and settles their books after each. */
final class Simulation implements AutoCloseable {
    private static final int PUBLISHED_AT_ONCE = 16;
    private static final long PROGRESS_STEPS = 1_000;
    private static final Duration VISIBLE_TIMEOUT = Duration.ofSeconds(30);
    private static final long VISIBLE_POLL_MS = 20;

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
        PlacementClient client = PlacementClient.of(plan.url(), connections, plan.token(), plan.authority());
        try {
            PlacementAnswer root = get(client, "/");
            if (!root.json().has("versions")) {
                throw new CannotRunException(
                        "expected the Placement API at " + plan.url() + " but GET / was answered " + root);
            }
        } catch (CannotRunException | InterruptedException e) {
            client.close();
            throw e;
        }
        return new Simulation(plan, err, client);
    }

    /** Publishes a fleet through the Placement API. */
    void publish(Fleet fleet) {
        PlacementOperator operator = new PlacementOperator(client);
        join(() -> operator.prepare(fleet).toCompletableFuture().join());
        publish(fleet, operator);
    }

    /** Publishes a fleet by the reports of its agents. */
    void publishByReports(Fleet fleet) {
        publish(fleet, new ReportingAgents(client::sendUntilServed));
    }

    /** Publishes hosts that need no traits of their own through the Placement API. */
    void publish(ImmutableList<SimulatedHost> hosts) {
        publish(hosts, new PlacementOperator(client));
    }

    private void publish(Fleet fleet, FleetTarget target) {
        publish(fleet.hosts(), target);
    }

    private void publish(ImmutableList<SimulatedHost> hosts, FleetTarget target) {
        try (Progress progress = Progress.of(
                "publishing " + hosts.size() + (hosts.size() == 1 ? " host" : " hosts"), hosts.size(), err)) {
            join(() -> Batch.forEach(
                            hosts,
                            PUBLISHED_AT_ONCE,
                            host -> target.publish(host).thenRun(progress::step))
                    .join());
        }
    }

    /** Waits until the service shows every host of a fleet: what was written to the log is there a moment later. */
    void awaitHosts(Fleet fleet) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + VISIBLE_TIMEOUT.toNanos();
        while (!isVisible(fleet)) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new CannotRunException("the service at " + plan.url() + " does not show the fleet after "
                        + VISIBLE_TIMEOUT.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(VISIBLE_POLL_MS);
        }
    }

    private boolean isVisible(Fleet fleet) throws InterruptedException {
        JsonNode providers = get("/resource_providers").json().path("resource_providers");
        Set<String> shown = new TreeSet<>();
        providers.forEach(provider -> shown.add(provider.path("uuid").asText()));
        return fleet.hosts().stream().allMatch(host -> shown.contains(host.id().toString()));
    }

    private PlacementAnswer get(String path) throws InterruptedException {
        return get(client, path);
    }

    private static PlacementAnswer get(PlacementClient client, String path) throws InterruptedException {
        try {
            return client.send(PlacementRequest.get(path))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new CannotRunException(
                    "nothing answers at " + client.base() + " (" + e.getCause().getMessage()
                            + "); start a service with: berth up",
                    e);
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

    /**
     * All rounds, each from empty books and released in the end, also where it fails. The warm-up is one of them only
     * if something was wrong in it.
     *
     * @param isStopped whether to release what the round under way holds, and begin no other
     */
    ImmutableList<SimulationRound> run(BooleanSupplier isStopped) throws InterruptedException {
        ImmutableList.Builder<SimulationRound> rounds = ImmutableList.builder();
        if (plan.warmUp() > 0) {
            int most = Collections.max(plan.clients());
            SimulationRound warmUp = round("warming up", most, Limit.claims(plan.warmUp()), plan.seed() - 1, isStopped);
            if (!warmUp.isRight()) {
                rounds.add(warmUp);
            }
        }
        for (int clients : plan.clients()) {
            if (isStopped.getAsBoolean()) {
                break;
            }
            String task = clients == 1 ? "1 scheduler" : clients + " schedulers";
            rounds.add(round(task, clients, plan.limit(), plan.seed(), isStopped));
        }
        return rounds.build();
    }

    private SimulationRound round(String task, int clients, Limit limit, long seed, BooleanSupplier isStopped)
            throws InterruptedException {
        WorkloadSpec spec = WorkloadSpec.of(seed + clients, clients, limit)
                .withOtherClients(plan.otherClients())
                .withCandidateLimit(plan.candidateLimit());
        Holdings holdings = new Holdings("simulation-" + UUID.randomUUID());
        Settlement settlement = new Settlement(client, holdings);
        StopNotice notice = new StopNotice(holdings.projectId(), isStopped, err);
        WorkloadReport report;
        ImmutableList<Discrepancy> held;
        ImmutableList<Discrepancy> released;
        try {
            report = work(task, spec, holdings, notice);
            // Whoever stops it does not wait for a comparison.
            held = isStopped.getAsBoolean() ? ImmutableList.of() : settlement.check();
        } finally {
            released = release(settlement, holdings, notice);
        }
        return new SimulationRound(
                report,
                ImmutableList.<Discrepancy>builder()
                        .addAll(held)
                        .addAll(released)
                        .build());
    }

    private WorkloadReport work(String task, WorkloadSpec spec, Holdings holdings, StopNotice notice)
            throws InterruptedException {
        try (Progress progress = Progress.of(task, PROGRESS_STEPS, err)) {
            return new Workload(client, spec, holdings, notice::isStopped).run(at -> {
                progress.at(Math.round(at.share() * PROGRESS_STEPS), told(at));
                notice.look();
            });
        }
    }

    private ImmutableList<Discrepancy> release(Settlement settlement, Holdings holdings, StopNotice notice)
            throws InterruptedException {
        ImmutableList<Discrepancy> differences = settlement.releaseAll();
        if (!differences.isEmpty()) {
            HeldConsumers.print(holdings.projectId(), holdings.consumers(), plan.url(), err);
        }
        notice.released(differences.stream().map(Discrepancy::toString).toList());
        return differences;
    }

    private static String told(WorkloadProgress at) {
        return "%,d claimed, %,d refused, %,d held".formatted(at.claimed(), at.refused(), at.held());
    }

    @Override
    public void close() {
        client.close();
    }
}

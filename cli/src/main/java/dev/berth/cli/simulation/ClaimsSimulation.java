package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.cli.output.Progress;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.fleet.SimulatedHost;
import dev.berth.simulator.load.ClaimLoad;
import dev.berth.simulator.load.ClaimLoadReport;
import dev.berth.simulator.load.ClaimLoadSpec;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.workload.Limit;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Collections;
import java.util.function.BooleanSupplier;

/** Rounds of claims and releases alone against a service, one for each number of clients. */
record ClaimsSimulation(SimulationPlan plan, ClaimsOptions options, PrintWriter err) {
    private static final long PROGRESS_STEPS = 1_000;

    /**
     * Makes the claims of each round; hosts are there already. Tells of the warm-up only if something was wrong in it.
     *
     * @param isStopped whether to release what the round under way holds, and begin no other
     */
    ImmutableList<ClaimLoadReport> run(ImmutableList<SimulatedHost> hosts, BooleanSupplier isStopped)
            throws InterruptedException {
        ImmutableList<ProviderId> providers = hosts.stream()
                .limit(options.isHot() ? 1 : hosts.size())
                .map(SimulatedHost::id)
                .collect(ImmutableList.toImmutableList());
        ImmutableList.Builder<ClaimLoadReport> reports = ImmutableList.builder();
        try (PlacementClient metrics = PlacementClient.of(root(plan.url()), 1, plan.token(), plan.authority())) {
            if (plan.warmUp() > 0) {
                int most = Collections.max(plan.clients());
                ClaimLoadReport warmUp = round(
                        "warming up",
                        ClaimLoadSpec.of(plan.seed() - 1, most, Limit.claims(plan.warmUp()), providers),
                        metrics,
                        isStopped);
                if (!warmUp.isRight()) {
                    reports.add(warmUp);
                }
            }
            for (int clients : plan.clients()) {
                if (isStopped.getAsBoolean()) {
                    break;
                }
                ClaimLoadSpec spec = ClaimLoadSpec.of(plan.seed() + clients, clients, plan.limit(), providers)
                        .withReaders(options.readers())
                        .withClaimsPerSecond(options.rate())
                        .withHeld(options.isHeld());
                reports.add(round(clients + (clients == 1 ? " client" : " clients"), spec, metrics, isStopped));
            }
        }
        return reports.build();
    }

    /** Each round has connections of its own, as many as it has clients and readers. */
    private ClaimLoadReport round(String task, ClaimLoadSpec spec, PlacementClient metrics, BooleanSupplier isStopped)
            throws InterruptedException {
        int connections = spec.clients() + spec.readers();
        try (PlacementClient client = PlacementClient.of(plan.url(), connections, plan.token(), plan.authority());
                Progress progress = Progress.of(task, PROGRESS_STEPS, err)) {
            ClaimLoad load = new ClaimLoad(client, metrics, spec, isStopped);
            StopNotice notice = new StopNotice(load.projectId(), isStopped, err);
            ClaimLoadReport report = load.run(at -> {
                progress.at(
                        Math.round(at.share() * PROGRESS_STEPS),
                        at.share() < 1 || at.held() == 0
                                ? "%,d claimed, %,d put off".formatted(at.claimed(), at.putOff())
                                : "%,d to release".formatted(at.held()));
                notice.look();
            });
            report.held().ifPresent(held -> HeldConsumers.print(held.project(), held.consumers(), plan.url(), err));
            notice.released(report.complaints());
            return report;
        }
    }

    /** Where the service's own pages are, such as its metrics, and not those of one region. */
    private static URI root(URI url) {
        return URI.create(url.toString().replaceFirst("/regions/[^/]*/?$", ""));
    }
}

package dev.berth.api.metrics;

import dev.berth.api.command.Backend;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.LastHeard;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * GET /metrics/hosts: what each tree of a region has and what of it is used, and when each host was heard of, as
 * Prometheus reads it. It looks at every provider and may be megabytes, so it is made only when it is asked for, one at
 * a time on a thread of its own.
 */
public final class HostFigures {
    private static final int THREADS = 1;
    private static final int WAITING_MAX = 4;
    private static final int TREES_MAX = 20_000;
    private static final double MILLIS = 1e3;

    private final RegionViews views;
    private final LastHeard heard;
    private final BoundedThreads threads = new BoundedThreads("host-figures", THREADS, WAITING_MAX);

    public HostFigures(RegionViews views, LastHeard heard) {
        this.views = views;
        this.heard = heard;
    }

    /** The answer to a scrape, later; a problem of status 503 if too many others wait. */
    public CompletionStage<Answer> answer(Call call) {
        RegionView view = Backend.view(views, call.region());
        try {
            return threads.make(() ->
                    Answer.text(200, MetricsText.TYPE, MetricsText.of(snapshots(view, System.currentTimeMillis()))));
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many scrapes of hosts are under way; ask again.")
                    .exception();
        }
    }

    private MetricSnapshots snapshots(RegionView view, long nowMs) {
        Map<ProviderId, Map<ResourceClass, ClassFigures>> byRoot = new TreeMap<>();
        for (Provider provider : view.providers().all()) {
            RegionFigures.add(view, provider, byRoot.computeIfAbsent(provider.root(), root -> new TreeMap<>()));
        }
        if (byRoot.size() > TREES_MAX) {
            throw Problem.badRequest("Region " + view.region() + " has " + byRoot.size() + " trees; expected at most "
                            + TREES_MAX + " to show each of them. /metrics has them in sum.")
                    .exception();
        }
        GaugeFamily capacity = new GaugeFamily(
                "berth_host_capacity",
                "what may be allocated in the tree: totals without what is reserved, times the allocation ratios");
        GaugeFamily used = new GaugeFamily("berth_host_used", "what is allocated in the tree");
        GaugeFamily age = new GaugeFamily("berth_host_heard_age_seconds", "how long ago the host's agent was heard of");
        String region = view.region().name();
        byRoot.forEach((root, classes) -> classes.forEach((resourceClass, figures) -> {
            String[] labels = {"region", region, "host", name(view, root), "class", resourceClass.name()};
            capacity.add(figures.capacity(), labels);
            used.add(figures.used(), labels);
        }));
        for (ProviderId host : Hosts.after(view, Optional.empty())) {
            OptionalLong last = heard.lastHeardMs(view.region(), host);
            if (last.isPresent()) {
                age.add(Math.max(0, nowMs - last.getAsLong()) / MILLIS, "region", region, "host", name(view, host));
            }
        }
        return GaugeFamily.snapshots(List.of(capacity, used, age));
    }

    /** The name of its root provider; the id of a host that is enrolled and has none yet. */
    private static String name(RegionView view, ProviderId root) {
        return view.providers().find(root).map(Provider::name).orElseGet(root::toString);
    }
}

package dev.berth.projector.board;

import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the hosts of the regions that this instance serves by when they were heard of. Only the instance that
 * serves a region hears its hosts, so that no other counts them. Any thread may use it.
 */
final class HeardCount {
    private final RegionViews views;
    private final LastHeard heard;

    HeardCount(RegionViews views, LastHeard heard) {
        this.views = views;
        this.heard = heard;
    }

    /** By region; takes time in proportion to the number of hosts. */
    Map<Region, HeardCounts> at(long nowMs) {
        Map<Region, HeardCounts> counts = new TreeMap<>();
        for (Region region : views.regions()) {
            served(region).ifPresent(view -> counts.put(region, count(view, nowMs)));
        }
        return counts;
    }

    /** Whether the region is served here and has no such host. */
    boolean isGone(Region region, ProviderId host) {
        return served(region)
                .filter(view ->
                        view.enrolment(host).isEmpty() && view.hostReport(host).isEmpty())
                .isPresent();
    }

    private Optional<RegionView> served(Region region) {
        try {
            return Optional.of(views.view(region));
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    private HeardCounts count(RegionView view, long nowMs) {
        HeardCounts.Counter counter = new HeardCounts.Counter();
        for (HostReport report : view.hosts().all()) {
            counter.add(heard.lastHeardMs(view.region(), report.host()), nowMs);
        }
        for (Enrolment enrolment : view.enrolments().all()) {
            if (view.hostReport(enrolment.host()).isEmpty()) {
                counter.add(heard.lastHeardMs(view.region(), enrolment.host()), nowMs);
            }
        }
        return counter.counts();
    }
}

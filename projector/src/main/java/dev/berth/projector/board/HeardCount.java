package dev.berth.projector.board;

import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts the hosts of the regions that this instance serves by whether they were heard of. Only the instance that
 * serves a region hears its hosts, so that no other counts them. Any thread may use it.
 */
final class HeardCount {
    private static final long RECENT_MS = Duration.ofMinutes(10).toMillis();

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
        int recent = 0;
        int all = 0;
        for (HostReport report : view.hosts().all()) {
            all++;
            recent += isRecent(view.region(), report.host(), nowMs) ? 1 : 0;
        }
        for (Enrolment enrolment : view.enrolments().all()) {
            if (view.hostReport(enrolment.host()).isEmpty()) {
                all++;
                recent += isRecent(view.region(), enrolment.host(), nowMs) ? 1 : 0;
            }
        }
        return new HeardCounts(recent, all - recent);
    }

    private boolean isRecent(Region region, ProviderId host, long nowMs) {
        OptionalLong last = heard.lastHeardMs(region, host);
        return last.isPresent() && nowMs - last.getAsLong() <= RECENT_MS;
    }
}

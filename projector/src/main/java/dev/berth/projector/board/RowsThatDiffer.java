package dev.berth.projector.board;

import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.vouched.Vouched;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the hosts of which berth.hosts says nothing, or something else than stands: the topic was deleted, or somebody
 * else has written there. Of the regions that this instance serves. For one thread.
 */
final class RowsThatDiffer {
    /** How many hosts of a region are compared at a look, in turn; of all the others it is seen that a row is there. */
    private static final int COMPARED = 500;

    private final RegionViews views;
    private final HostBoard board;
    private final Map<Region, ProviderId> comparedLast = new TreeMap<>();
    private Map<Region, Set<ProviderId>> suspects = new TreeMap<>();

    RowsThatDiffer(RegionViews views, HostBoard board) {
        this.views = views;
        this.board = board;
    }

    /**
     * Looks once. Only what was wrong at the look before too counts: rows of what was decided a moment ago are on
     * their way.
     */
    Map<Region, Set<ProviderId>> look() {
        Map<Region, Set<ProviderId>> found = new TreeMap<>();
        if (board.isFull()) {
            // It does not know all rows, and those that it does not know would be written for ever.
            return found;
        }
        Map<Region, Set<ProviderId>> earlier = suspects;
        suspects = new TreeMap<>();
        for (Region region : views.regions()) {
            served(region).ifPresent(view -> {
                Set<ProviderId> wrong = wrong(view, earlier.getOrDefault(region, Set.of()));
                suspects.put(region, wrong);
                Set<ProviderId> again = new TreeSet<>(wrong);
                again.retainAll(earlier.getOrDefault(region, Set.of()));
                found.put(region, again);
            });
        }
        return found;
    }

    /** All hosts of which something is to be told. */
    Map<Region, Set<ProviderId>> all() {
        Map<Region, Set<ProviderId>> all = new TreeMap<>();
        for (Region region : views.regions()) {
            served(region).ifPresent(view -> {
                Set<ProviderId> hosts = new TreeSet<>();
                for (HostReport report : view.hosts().all()) {
                    if (!report.vouched().isEmpty()) {
                        hosts.add(report.host());
                    }
                }
                all.put(region, hosts);
            });
        }
        return all;
    }

    private Set<ProviderId> wrong(RegionView view, Set<ProviderId> earlier) {
        Set<ProviderId> wrong = new TreeSet<>();
        Optional<ProviderId> from = Optional.ofNullable(comparedLast.remove(view.region()));
        int compared = 0;
        for (HostReport report : view.hosts().all()) {
            ProviderId host = report.host();
            boolean isItsTurn = compared < COMPARED
                    && from.filter(last -> host.compareTo(last) <= 0).isEmpty();
            if (isItsTurn && ++compared == COMPARED) {
                comparedLast.put(view.region(), host);
            }
            if (!report.vouched().isEmpty()) {
                Optional<Sha256> told = board.vouched(view.region(), host);
                boolean isRight = isItsTurn || earlier.contains(host)
                        ? told.equals(Vouched.digest(view, host))
                        : told.isPresent();
                if (!isRight) {
                    wrong.add(host);
                }
            }
        }
        return wrong;
    }

    private Optional<RegionView> served(Region region) {
        try {
            return Optional.of(views.view(region));
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }
}

package dev.berth.api.pci;

import dev.berth.api.http.QueryString;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.List;
import java.util.Optional;

/** The devices that a query asks about with {@code provider}: those of a host, or those that a provider counts. */
record QueriedDevices(RegionView view, Optional<ProviderId> provider) {
    static QueriedDevices of(RegionView view, QueryString query) {
        return new QueriedDevices(
                view, query.last("provider").flatMap(UuidFormat::parse).map(ProviderId::new));
    }

    /** The hosts to look at, ordered by id. */
    Iterable<Tuple2<ProviderId, DeviceTable>> tables() {
        if (provider.isEmpty()) {
            return view.devices().all();
        }
        ProviderId host = view.devices().hostOf(provider.get()).orElse(provider.get());
        return List.of(new Tuple2<>(host, view.devices().of(host)));
    }

    /** Whether what is counted by a provider on a host is asked about. */
    boolean isWanted(ProviderId host, Optional<ProviderId> counter) {
        return provider.isEmpty() || provider.get().equals(host) || provider.equals(counter);
    }
}

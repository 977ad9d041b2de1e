package dev.berth.ledger.claim;

import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.resource.pci.flavor.FlavorResolution;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;

/** What a request for devices means by the flavors that a region has now. Reads only; any thread may call it. */
public final class FlavorLookup {
    private FlavorLookup() {}

    /** The request with its flavor put in; empty if it names a flavor that nobody knows. */
    public static Optional<PciRequest> resolve(LedgerView view, DeviceRequest request) {
        if (request.flavor().isPresent()) {
            return view.flavor(request.flavor().get())
                    .map(flavor -> FlavorResolution.resolve(
                            flavor,
                            new FlavorRequest(
                                    request.id(), flavor.name(), request.count(), request.extra(), request.policy())))
                    .map(resolved -> resolved.withProviders(request.providers()));
        }
        return Optional.of(new PciRequest(
                request.id(),
                request.count(),
                FlavorResolution.with(request.alternatives(), request.extra()),
                request.policy().orElse(NumaPolicy.LEGACY),
                PciRequest.Source.FLAVOR,
                Optional.empty(),
                request.providers()));
    }
}

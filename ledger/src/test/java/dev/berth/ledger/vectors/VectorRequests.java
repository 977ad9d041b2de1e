package dev.berth.ledger.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.flavor.FlavorResolution;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Requests and cells as vectors write them. */
final class VectorRequests {
    private VectorRequests() {}

    static ImmutableList<PciRequest> requests(JsonNode nodes, JsonNode mapping) {
        TreeMap<String, ProviderId> providers = new TreeMap<>();
        mapping.properties()
                .forEach(each -> providers.put(
                        each.getKey(),
                        VectorHost.provider(each.getValue().path(0).asText())));
        ImmutableList.Builder<PciRequest> requests = ImmutableList.builder();
        nodes.forEach(node -> requests.add(restrict(request(node), providers)));
        return requests.build();
    }

    /** The request, held to the providers that a mapping names for its groups, which are {@code <request id>-<n>}. */
    private static PciRequest restrict(PciRequest request, TreeMap<String, ProviderId> providerByGroup) {
        TreeMap<ProviderId, Integer> counts = new TreeMap<>();
        providerByGroup.forEach((group, provider) -> {
            if (group.matches(Pattern.quote(request.id()) + "-[0-9]+")) {
                counts.merge(provider, 1, Integer::sum);
            }
        });
        return counts.isEmpty() ? request : request.withProviders(ImmutableSortedMap.copyOfSorted(counts));
    }

    /** What the request means; empty if there is no flavor of that name. */
    static Optional<PciRequest> resolve(Map<String, PciFlavor> flavorByName, FlavorRequest request) {
        return Optional.ofNullable(flavorByName.get(request.flavor()))
                .map(flavor -> FlavorResolution.resolve(flavor, request));
    }

    static PciRequest request(JsonNode node) {
        return new PciRequest(
                node.path("id").asText(),
                node.path("count").intValue(),
                alternatives(node.path("spec")),
                VectorHost.text(node, "numa_policy").flatMap(NumaPolicy::parse).orElse(NumaPolicy.LEGACY),
                node.path("source").asText().equals("port") ? PciRequest.Source.PORT : PciRequest.Source.FLAVOR,
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    static ImmutableList<PciAlternative> alternatives(JsonNode nodes) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        nodes.forEach(node -> alternatives.add(new PciAlternative(VectorHost.values(node))));
        return alternatives.build();
    }

    static Affinity affinity(JsonNode vector) {
        ImmutableSortedSet.Builder<Integer> guestCells = ImmutableSortedSet.naturalOrder();
        vector.path("when").path("instance_cells").forEach(cell -> guestCells.add(cell.intValue()));
        return new Affinity(guestCells.build(), sockets(vector.path("given").path("host_cells")));
    }

    static ImmutableSortedMap<Integer, OptionalInt> sockets(JsonNode hostCells) {
        TreeMap<Integer, OptionalInt> sockets = new TreeMap<>();
        hostCells.forEach(cell -> sockets.put(
                cell.path("id").intValue(),
                cell.path("socket").isInt() ? OptionalInt.of(cell.path("socket").intValue()) : OptionalInt.empty()));
        return ImmutableSortedMap.copyOfSorted(sockets);
    }
}

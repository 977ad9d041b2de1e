package dev.berth.agent.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.ReportSink;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.report.ProviderIds;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.ProviderId;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reports to any OpenStack Placement: the host's tree as Berth has it, without NUMA layouts and attributes of devices.
 * It is written provider by provider, so others may see half of a report; what fails in the middle is finished by the
 * next one. A provider that is not reported any more is removed if its id follows from host and name, as those of
 * agents do; others in the tree are somebody else's. For the agent's thread, which it holds up.
 */
public final class PlacementSink implements ReportSink {
    private final HttpService service;
    private final Consumer<String> warnings;
    private final Set<String> told = new TreeSet<>();

    /**
     * The traits of the host itself that the last report named, and while none has arrived since, those of each report
     * that was tried: what has failed may have been written all the same.
     */
    private Set<String> ownTraits = new TreeSet<>();

    /** @param warnings told once each */
    public PlacementSink(HttpService service, Consumer<String> warnings) {
        this.service = service;
        this.warnings = warnings;
    }

    @Override
    public CompletionStage<Receipt> send(ReportedHost report) {
        try {
            return CompletableFuture.completedStage(sendNow(report));
        } catch (PlacementRefusal e) {
            return CompletableFuture.completedStage(new Receipt.Rejected(e.getMessage()));
        } catch (IOException e) {
            return CompletableFuture.failedStage(new IOException(Unreachable.words(service.url(), e), e));
        }
    }

    private Receipt sendNow(ReportedHost report) throws IOException, PlacementRefusal {
        PlacementApi api = PlacementApi.open(service);
        PlacementNames names = PlacementNames.read(api, warnings, told);
        if ((!report.cells().isEmpty() || !report.devices().isEmpty()) && told.add("")) {
            warnings.accept("Placement holds neither NUMA layouts nor attributes of devices: they are left out");
        }
        Map<String, JsonNode> there = tree(api, report.host());
        boolean hasChanged = false;
        for (ReportedProvider reported : report.providers()) {
            String id = reported.provider().toString();
            PlacementProvider provider = new PlacementProvider(api, names, id);
            hasChanged |= provider.place(reported, Optional.ofNullable(there.remove(id)));
            hasChanged |= provider.setInventories(reported.inventories());
            hasChanged |= setTraits(provider, reported);
        }
        List<String> kept = new ArrayList<>();
        // Children stand behind their parents and go before them.
        Deque<JsonNode> gone = new ArrayDeque<>();
        there.values().stream()
                .filter(provider -> isOfAgent(report.host(), provider))
                .forEach(gone::push);
        for (JsonNode provider : gone) {
            PlacementProvider leaving =
                    new PlacementProvider(api, names, provider.path("uuid").asText());
            if (leaving.remove()) {
                hasChanged = true;
            } else {
                kept.add(provider.path("name").asText());
                hasChanged |= leaving.setInventories(Map.of());
            }
        }
        return new Receipt.Accepted(hasChanged, kept);
    }

    /**
     * Of the host itself all traits are somebody else's but those that were reported before. Cells and devices are the
     * agent's alone, as they are nova's, because Placement cannot say who has set what.
     */
    private boolean setTraits(PlacementProvider provider, ReportedProvider reported)
            throws IOException, PlacementRefusal {
        if (reported.parent().isPresent()) {
            return provider.setTraits(reported.traits(), trait -> false);
        }
        TreeSet<String> names =
                reported.traits().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
        ownTraits.addAll(names);
        boolean hasChanged = provider.setTraits(reported.traits(), trait -> !ownTraits.contains(trait));
        ownTraits = names;
        return hasChanged;
    }

    /** What Placement has of the host's tree, by id, parents before children. */
    private static Map<String, JsonNode> tree(PlacementApi api, ProviderId host) throws IOException, PlacementRefusal {
        Map<String, JsonNode> unordered = new TreeMap<>();
        for (JsonNode provider : api.get("/resource_providers?in_tree=" + host).path("resource_providers")) {
            unordered.put(provider.path("uuid").asText(), provider);
        }
        Map<String, JsonNode> ordered = new LinkedHashMap<>();
        while (!unordered.isEmpty()) {
            List<JsonNode> next = unordered.values().stream()
                    .filter(provider -> !unordered.containsKey(
                            provider.path("parent_provider_uuid").asText()))
                    .toList();
            if (next.isEmpty()) {
                throw new IOException("the tree of " + host + " goes in a circle");
            }
            for (JsonNode provider : next) {
                String id = provider.path("uuid").asText();
                ordered.put(id, provider);
                unordered.remove(id);
            }
        }
        return ordered;
    }

    private static boolean isOfAgent(ProviderId host, JsonNode provider) {
        String name = provider.path("name").asText();
        String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
        String path = last.startsWith("numa") ? "numa/" + last.substring("numa".length()) : "pci/" + last;
        return ProviderIds.below(host, path)
                .toString()
                .equals(provider.path("uuid").asText());
    }
}

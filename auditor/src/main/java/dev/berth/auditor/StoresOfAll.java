package dev.berth.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Region;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Asks every instance of a service for its stores: the one that is known, those that it names, and those they name. */
final class StoresOfAll {
    private static final String PATH = "/audit/stores";

    private final String first;
    private final String scheme;
    private final BiFunction<String, String, JsonNode> get;
    private final Queue<String> toAsk = new ArrayDeque<>();
    private final Set<String> named = new TreeSet<>();
    private final ImmutableList.Builder<StoreCopy> copies = ImmutableList.builder();
    private final ImmutableSortedMap.Builder<String, String> unreached = ImmutableSortedMap.naturalOrder();

    /**
     * @param first the base URL of an instance
     * @param get what an instance answers, by its base URL and a path
     */
    StoresOfAll(String first, BiFunction<String, String, JsonNode> get) {
        this.first = first;
        // All instances speak TLS or none does.
        this.scheme = first.startsWith("https:") ? "https://" : "http://";
        this.get = get;
    }

    LiveStores ask() {
        take(get.apply(first, PATH));
        while (!toAsk.isEmpty()) {
            String address = toAsk.remove();
            try {
                take(get.apply(scheme + address, PATH));
            } catch (AuditFailedException e) {
                unreached.put(address, e.getMessage());
            }
        }
        return new LiveStores(copies.build(), unreached.build());
    }

    private void take(JsonNode answer) {
        if (answer.path("address").isTextual()) {
            named.add(answer.get("address").asText());
        }
        for (JsonNode instance : HttpLiveService.required(answer, "instances")) {
            if (named.add(instance.asText())) {
                toAsk.add(instance.asText());
            }
        }
        String name = HttpLiveService.required(answer, "instance").asText();
        for (JsonNode partition : HttpLiveService.required(answer, "partitions")) {
            copies.add(copy(name, partition));
        }
    }

    private static StoreCopy copy(String instance, JsonNode partition) {
        ImmutableList.Builder<String> doubts = ImmutableList.builder();
        HttpLiveService.required(partition, "doubts").forEach(doubt -> doubts.add(doubt.asText()));
        ImmutableSortedMap.Builder<Region, LiveState> regions = ImmutableSortedMap.naturalOrder();
        for (JsonNode region : HttpLiveService.required(partition, "regions")) {
            regions.put(new Region(HttpLiveService.required(region, "region").asText()), HttpLiveService.state(region));
        }
        return new StoreCopy(
                instance,
                HttpLiveService.required(partition, "partition").asInt(),
                HttpLiveService.required(partition, "role").asText(),
                HttpLiveService.mark(partition),
                doubts.build(),
                regions.build());
    }
}

package dev.berth.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Region;
import java.util.function.BiFunction;

/** Asks every instance of a service for its stores. For one use. */
final class StoresOfAll {
    private static final String PATH = "/audit/stores";

    private final EachInstance instances;
    private final BiFunction<String, String, JsonNode> get;
    private final ImmutableList.Builder<StoreCopy> copies = ImmutableList.builder();

    /**
     * @param first the base URL of an instance
     * @param get what an instance answers, by its base URL and a path
     */
    StoresOfAll(String first, BiFunction<String, String, JsonNode> get) {
        this.instances = new EachInstance(first);
        this.get = get;
    }

    LiveStores ask() {
        ImmutableSortedMap<String, String> unreached = instances.ask(this::copiesOf);
        return new LiveStores(copies.build(), unreached);
    }

    private JsonNode copiesOf(String base) {
        JsonNode answer = get.apply(base, PATH);
        String name = HttpLiveService.required(answer, "instance").asText();
        for (JsonNode partition : HttpLiveService.required(answer, "partitions")) {
            copies.add(copy(name, partition));
        }
        return answer;
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

package dev.berth.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks every instance of a service the same once: the one that is known, those that it names, and those they name. An
 * answer has {@code instances}, and {@code address} if the instance has one. For one use.
 */
final class EachInstance {
    private final String first;
    private final String scheme;
    private final Queue<String> toAsk = new ArrayDeque<>();
    private final Set<String> named = new TreeSet<>();

    /** @param first the base URL of an instance */
    EachInstance(String first) {
        this.first = first;
        // All instances speak TLS or none does.
        this.scheme = first.startsWith("https:") ? "https://" : "http://";
    }

    /**
     * Asks them.
     *
     * @param asking what an instance answers, by its base URL; may throw {@link AuditFailedException}
     * @return by address why an instance has not answered
     * @throws AuditFailedException if the first one has not
     */
    ImmutableSortedMap<String, String> ask(Function<String, JsonNode> asking) {
        ImmutableSortedMap.Builder<String, String> unreached = ImmutableSortedMap.naturalOrder();
        take(asking.apply(first));
        while (!toAsk.isEmpty()) {
            String address = toAsk.remove();
            try {
                take(asking.apply(scheme + address));
            } catch (AuditFailedException e) {
                unreached.put(address, e.getMessage());
            }
        }
        return unreached.build();
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
    }
}

package dev.berth.api.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import com.google.common.primitives.Longs;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a request for candidates asks for in all, and what a candidate takes. */
final class CandidateAmounts {
    private CandidateAmounts() {}

    /** Whether a candidate of an answer takes more of a class than all groups of the request ask for. */
    static boolean isMoreThanAsked(String path, PlacementReply reply) {
        Map<String, Long> asked = asked(path);
        for (JsonNode candidate : reply.body().path("allocation_requests")) {
            for (Map.Entry<String, Long> taken : taken(candidate).entrySet()) {
                if (taken.getValue() > asked.getOrDefault(taken.getKey(), 0L)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, Long> asked(String path) {
        Map<String, Long> asked = new TreeMap<>();
        for (String parameter : Splitter.on('&').split(path.substring(path.indexOf('?') + 1))) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.startsWith("resources")) {
                for (String amount : Splitter.on(',').split(decoded(parameter.substring(equals + 1)))) {
                    List<String> parts = Splitter.on(':').splitToList(amount);
                    Long number = parts.size() == 2 ? Longs.tryParse(parts.get(1)) : null;
                    if (number != null) {
                        asked.merge(parts.get(0), number, Long::sum);
                    }
                }
            }
        }
        return asked;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static Map<String, Long> taken(JsonNode candidate) {
        Map<String, Long> taken = new TreeMap<>();
        for (JsonNode provider : candidate.path("allocations")) {
            provider.path("resources")
                    .properties()
                    .forEach(amount ->
                            taken.merge(amount.getKey(), amount.getValue().asLong(), Long::sum));
        }
        return taken;
    }
}

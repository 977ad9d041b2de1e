package dev.berth.api.microversion;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of the OpenStack-API-Version headers of a request: the version to answer in, or why there is none. The
 * last entry that names the service counts; none means the lowest version.
 */
public sealed interface Negotiation {
    /** Answer in this version. */
    record Agreed(Microversion version) implements Negotiation {}

    /** The entry is not a version: 400. */
    record Malformed(String reason) implements Negotiation {}

    /** The entry is a version that is not served: 406. */
    record Unacceptable(String requested) implements Negotiation {}

    String SERVICE = "placement";

    static Negotiation of(List<String> headerValues) {
        Optional<Negotiation> usual =
                headerValues.size() == 1 ? RequestedVersion.asUsual(headerValues.get(0)) : Optional.empty();
        if (usual.isPresent()) {
            return usual.get();
        }
        Optional<String> requested = requested(headerValues);
        if (requested.isEmpty()) {
            return new Agreed(Microversion.MIN);
        }
        String text = requested.get();
        return text.equals("latest") ? new Agreed(Microversion.MAX) : RequestedVersion.read(text);
    }

    private static Optional<String> requested(List<String> headerValues) {
        for (int i = headerValues.size() - 1; i >= 0; i--) {
            String[] entries = headerValues.get(i).split(",");
            for (int j = entries.length - 1; j >= 0; j--) {
                String[] words = entries[j].strip().split("\\s+", 2);
                if (words.length == 2 && words[0].equalsIgnoreCase(SERVICE)) {
                    return Optional.of(words[1].strip());
                }
            }
        }
        return Optional.empty();
    }
}

package dev.berth.api.http;

import java.util.Optional;

/**
 * What a client says it has already, as its headers say it.
 *
 * @param lastEvent the id of the last event it got, from Last-Event-ID
 * @param tags those of the answers it has, from If-None-Match
 */
public record ClientHas(Optional<String> lastEvent, Optional<String> tags) {
    /** Who has nothing. */
    public static final ClientHas NOTHING = new ClientHas(Optional.empty(), Optional.empty());

    /** Whether one of the answers it has is the one with this tag, which is in quotes; weak or not is the same. */
    public boolean has(String tag) {
        return tags.filter(named -> named.strip().equals("*") || lists(named, tag)).isPresent();
    }

    private static boolean lists(String named, String tag) {
        for (String each : named.split(",", -1)) {
            String one = each.strip();
            if ((one.startsWith("W/") ? one.substring(2) : one).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}

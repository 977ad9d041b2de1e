package dev.berth.simulator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a service answered.
 *
 * @param code Berth's or Placement's code of a refusal; empty text where there is none
 * @param position where a write stands, or what a read shows
 * @param stalenessMs how old the answer says it is at most
 */
record Answer(int status, JsonNode body, String code, Optional<String> position, Optional<Long> stalenessMs) {
    private static final int SHOWN = 200;

    @Override
    public String toString() {
        String text = body.isMissingNode() || body.isEmpty() ? "" : " " + body;
        return status + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}

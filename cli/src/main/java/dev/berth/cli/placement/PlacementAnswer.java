package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.RefusalText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a Placement answered to a call, refusals included. The body is not to be changed.
 *
 * @param isRepeated whether the call was made before, and may have been done then: its answer was lost, or a fault
 */
record PlacementAnswer(String call, int status, byte[] body, boolean isRepeated) {
    /** Of two fields of one name one would be lost, and so would what follows the first document. */
    private static final ObjectMapper MAPPER = BoundedJson.mapper()
            .enable(
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int DETAIL_LENGTH_MAX = 500;

    boolean isOk() {
        return status >= 200 && status < 300;
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Whether it says no more than that the call is too late, which it may be because it was done before. */
    boolean isPerhapsDone() {
        return status == CONFLICT && isRepeated;
    }

    /**
     * The body.
     *
     * @throws CannotRunException if it is no JSON
     */
    JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new CannotRunException("expected JSON of " + call + " but got " + FailureWords.of(e), e);
        }
    }

    /** The code of a refusal; empty if it has none. */
    String code() {
        try {
            return MAPPER.readTree(body).at("/errors/0/code").asText("");
        } catch (IOException notJson) {
            return "";
        }
    }

    /** What a refusal says. */
    String detail() {
        try {
            String detail = MAPPER.readTree(body).at("/errors/0/detail").asText("");
            if (!detail.isEmpty()) {
                return RefusalText.of(detail);
            }
        } catch (IOException notJson) {
            // What it is then is shown as it is.
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() > DETAIL_LENGTH_MAX ? text.substring(0, DETAIL_LENGTH_MAX) + " …" : text;
    }
}

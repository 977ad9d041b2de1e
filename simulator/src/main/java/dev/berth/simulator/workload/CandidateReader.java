package dev.berth.simulator.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.events.json.BoundedJson;
import dev.berth.simulator.placement.PlacementAnswer;
import java.io.IOException;

/**
 * Picks the allocation requests out of an answer of candidates without decoding the provider summaries, its far larger
 * part.
 */
final class CandidateReader {
    private static final JsonFactory FACTORY = BoundedJson.mapper().getFactory();

    private CandidateReader() {}

    /** The array of allocation requests; a missing node if the answer holds none or is not JSON. */
    static JsonNode allocationRequests(PlacementAnswer answer) {
        try (JsonParser parser = FACTORY.createParser(answer.body().getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return MissingNode.getInstance();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("allocation_requests")) {
                    return parser.readValueAsTree();
                }
                parser.skipChildren();
            }
            return MissingNode.getInstance();
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}

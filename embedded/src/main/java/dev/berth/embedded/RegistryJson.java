package dev.berth.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The one reader and writer of JSON here. What it reads is bounded in every direction before it is kept. */
final class RegistryJson {
    /** Objects and lists in each other; a schema is a text in there, and has Avro's own parser. */
    private static final int DEPTH_MAX = 16;

    private static final int NUMBER_LENGTH_MAX = 100;

    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(2 * RegistryHttp.MAX_BODY_BYTES)
                    .maxDocumentLength(2L * RegistryHttp.MAX_BODY_BYTES)
                    .build())
            .build());

    private RegistryJson() {}
}

package dev.berth.events.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The bounds of all JSON that is read, at every door: files of an agent, answers of a service, bodies of requests. What
 * goes beyond one is refused while it is read, before it is kept. Jackson's own bounds are a thousand objects in each
 * other, which is more than some stacks take, and no end to a document. Any thread.
 */
public final class BoundedJson {
    /** Objects and lists in each other. The deepest request has six, the deepest answer eight. */
    public static final int DEPTH_MAX = 16;

    /** Digits of a number; the longest that means anything has 40. */
    public static final int NUMBER_LENGTH_MAX = 1_000;

    /** Characters of a text; a log entry that an answer quotes is the longest. */
    public static final int TEXT_LENGTH_MAX = 10_000_000;

    /** Characters of the name of a field. */
    public static final int NAME_LENGTH_MAX = 50_000;

    /** Characters of a document: what a service answers of its largest region. */
    public static final long DOCUMENT_LENGTH_MAX = 1_000_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(TEXT_LENGTH_MAX)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .maxDocumentLength(DOCUMENT_LENGTH_MAX)
                    .build())
            .build();

    private BoundedJson() {}

    /** A reader and writer of its own, which may be set up further. */
    public static ObjectMapper mapper() {
        return new ObjectMapper(FACTORY.copy());
    }

    /**
     * A reader that keeps no names of fields, for documents whose names are ids mostly: {@link #mapper} copies the
     * names that it has kept, 264 KB for the 6,000 that it keeps at most, for each document that has a new one. It is
     * for ASCII without escapes. In other texts it takes half a character as a name, and counts columns otherwise.
     */
    public static ObjectMapper namelessMapper() {
        return new ObjectMapper(FACTORY.rebuild()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build());
    }
}

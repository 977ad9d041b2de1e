package dev.berth.embedded;

/**
 * The topic of the schemas holds what nobody can read. Without it nothing in the log can be read either, so nothing is
 * served and nothing mended by guessing: the ids that the log names would be given to other schemas.
 */
final class DamagedSchemasException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedSchemasException(long offset, RuntimeException found) {
        super(
                "The schemas of all records, in the topic " + SchemaTopic.NAME + " (the directory " + SchemaTopic.NAME
                        + "-0 of Kafka's data), are damaged at offset " + offset + ": " + found.getMessage()
                        + ". Put that directory back from a copy and start again; nothing was changed.",
                found);
    }
}

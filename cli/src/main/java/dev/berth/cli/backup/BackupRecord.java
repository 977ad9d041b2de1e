package dev.berth.cli.backup;

/**
 * A record as it stood in a topic. Not compared by content.
 *
 * @param kind of which topic it is
 * @param offset where it stood; of a schema it means nothing
 * @param timestampMs the time that the topic gave it
 * @param key null where it had none
 * @param value null where it had none
 */
record BackupRecord(Kind kind, int partition, long offset, long timestampMs, byte[] key, byte[] value) {
    /** The topics that are in a backup. */
    enum Kind {
        LOG,
        SCHEMA
    }
}

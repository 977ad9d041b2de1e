package dev.berth.auditor;

/** Hears how far an audit is, often; on the thread that audits, which it must not hold up. */
@FunctionalInterface
public interface AuditProgress {
    AuditProgress NONE = (read, total) -> {};

    /**
     * @param read how many records of the log and of the decisions are read
     * @param total how many there are, as far as is known; it grows while the log does
     */
    void read(long read, long total);
}

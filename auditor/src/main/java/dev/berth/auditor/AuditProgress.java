package dev.berth.auditor;

/** Hears often how far an audit is; called by one auditing thread at a time, which it must not hold up. */
@FunctionalInterface
public interface AuditProgress {
    AuditProgress NONE = (read, total) -> {};

    /**
     * @param read how many records of the log and of the decisions are read
     * @param total how many there are, as far as is known; it grows while the log does
     */
    void read(long read, long total);
}

package dev.berth.auditor;

import java.util.TreeSet;

/** Has the audits of partitions do something one after the other, by their numbers from 0 on. Any thread may use it. */
final class PartitionTurns {
    /** Those that are done though one before is not. */
    private final TreeSet<Integer> done = new TreeSet<>();

    private int next;

    /**
     * Waits until all before are done. Each of them must be at work by then, or it never ends.
     *
     * @throws AuditFailedException if the thread is interrupted
     */
    synchronized void await(int turn) {
        while (next < turn) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AuditFailedException("interrupted while reading the log", e);
            }
        }
    }

    /** This one is done, whether it had anything to do or not. */
    synchronized void done(int turn) {
        done.add(turn);
        while (done.remove(next)) {
            next++;
        }
        notifyAll();
    }
}

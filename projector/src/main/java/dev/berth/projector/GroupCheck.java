package dev.berth.projector;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** Asks Kafka what leases depend on. Any thread; each call may wait for Kafka. */
interface GroupCheck {
    /**
     * What the coordinator says of the group of projectors now.
     *
     * @throws LogUnavailableException if it does not say so within the timeout
     */
    Group group(Duration timeout) throws InterruptedException;

    /**
     * The offset after the last record whose decision is committed, by partition; none of a partition without one.
     *
     * @throws LogUnavailableException if Kafka does not say so within the timeout
     */
    Map<Integer, Long> committed(Duration timeout) throws InterruptedException;

    /**
     * The offset up to which committed records can be read, of some partitions, as far as Kafka tells it within the
     * timeout: one whose leader is away is left out.
     */
    Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) throws InterruptedException;
}

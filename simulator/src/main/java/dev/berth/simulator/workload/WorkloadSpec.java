package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableList;

/**
 * What the schedulers do.
 *
 * @param seed what they ask for, and under which consumer ids, follows from it and from the answers they get
 * @param clients schedulers at work at the same time; each has one request under way
 * @param limit when they stop
 * @param flavors what they ask room for
 * @param heldByEach about how many consumers each keeps alive once it has started; above, it releases more than it
 *     claims
 * @param candidateLimit how many candidates they ask for; each takes one of them at random
 * @param mischiefEvery every how many requests one is wrong on purpose and must be refused; 0 for none
 * @param otherClients who else works on the service
 */
public record WorkloadSpec(
        long seed,
        int clients,
        Limit limit,
        ImmutableList<Flavor> flavors,
        int heldByEach,
        int candidateLimit,
        int mischiefEvery,
        OtherClients otherClients) {
    private static final int HELD_BY_EACH = 20;
    private static final int CANDIDATE_LIMIT = 20;
    private static final int MISCHIEF_EVERY = 50;

    public WorkloadSpec {
        if (clients < 1 || heldByEach < 1 || candidateLimit < 1 || mischiefEvery < 0 || flavors.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected at least one client, flavor, held consumer and candidate but got " + clients + ", "
                            + flavors.size() + ", " + heldByEach + ", " + candidateLimit);
        }
    }

    public static WorkloadSpec of(long seed, int clients, Limit limit) {
        return new WorkloadSpec(
                seed, clients, limit, Flavor.USUAL, HELD_BY_EACH, CANDIDATE_LIMIT, MISCHIEF_EVERY, OtherClients.ALONE);
    }

    public WorkloadSpec withOtherClients(OtherClients newOtherClients) {
        return new WorkloadSpec(
                seed, clients, limit, flavors, heldByEach, candidateLimit, mischiefEvery, newOtherClients);
    }

    public WorkloadSpec withCandidateLimit(int newLimit) {
        return new WorkloadSpec(seed, clients, limit, flavors, heldByEach, newLimit, mischiefEvery, otherClients);
    }
}

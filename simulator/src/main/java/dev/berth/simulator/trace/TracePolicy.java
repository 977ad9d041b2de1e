package dev.berth.simulator.trace;

import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Order;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** Which of the candidates a task gets: always the first, in the order of that name. */
public enum TracePolicy {
    /** A shuffled order, with another seed for each task. */
    RANDOM(Optional.empty()),
    /** The order in which candidates come if nobody asks for another. */
    FIRST(Optional.empty()),
    /** Best fit. */
    PACK(Optional.of(Order.PACK)),
    SPREAD(Optional.of(Order.SPREAD)),
    BALANCED(Optional.of(Order.BALANCED)),
    LEAST_FRAGMENTATION(Optional.of(Order.LEAST_FRAGMENTATION));

    private final Optional<Order> order;

    TracePolicy(Optional<Order> order) {
        this.order = order;
    }

    /** The request in the order of this policy. */
    CandidateRequest order(CandidateRequest request, SplittableRandom random) {
        return this == RANDOM
                ? request.shuffledBy(random.nextLong())
                : order.map(request::orderedBy).orElse(request);
    }

    /** As it is written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * A smaller request that would fit once more, though the request itself does not.
 *
 * @param changes one for each amount that is smaller, in the order of the request
 */
public record Reduction(ImmutableList<Change> changes) {
    /** The smallest part of its amount first. */
    static final Comparator<Reduction> SMALLEST_FIRST =
            Comparator.comparing(reduction -> reduction.changes().get(0), Change::compareByPart);

    /**
     * One smaller amount.
     *
     * @param parameter the parameter that it is in, such as {@code resources_NET}
     * @param of the class, or the PCI flavor
     * @param from what is asked for
     * @param to the most that fits
     */
    public record Change(String parameter, String of, long from, long to) {
        /** The parameter with another amount, as a query has it. */
        public String with(long amount) {
            return parameter + "=" + of + ":" + amount;
        }

        private int compareByPart(Change other) {
            BigInteger here = BigInteger.valueOf(from - to).multiply(BigInteger.valueOf(other.from));
            BigInteger there = BigInteger.valueOf(other.from - other.to).multiply(BigInteger.valueOf(from));
            return here.compareTo(there);
        }
    }
}

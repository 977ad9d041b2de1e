package dev.berth.projector;

/** Which instance serves a region now. */
public sealed interface Owner {
    Owner HERE = new Here();

    /** This instance, whose view holds everything that was ever acknowledged. */
    record Here() implements Owner {}

    /** Another instance, as the last rebalance told; it may have died since. */
    record At(Address address) implements Owner {}

    /**
     * No instance, for the moment.
     *
     * @param reason what is going on, as a sentence for the caller
     */
    record Nobody(String reason) implements Owner {}
}

package dev.berth.resource;

/**
 * A kind of resource, and the maker of the amounts and inventories that go with it. Ordered by name, which is unique
 * among the resources of a place, so maps of resources have one order everywhere.
 *
 * @param <Q> how a quantity is asked for
 * @param <S> how a stock is reported
 */
public interface Resource<Q, S> extends Comparable<Resource<?, ?>> {
    String name();

    Amount makeAmount(Q quantity);

    /** An unused inventory of that stock. */
    Inventory makeInventory(S stock);

    @Override
    default int compareTo(Resource<?, ?> other) {
        return name().compareTo(other.name());
    }
}

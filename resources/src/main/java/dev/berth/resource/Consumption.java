package dev.berth.resource;

/** What became of an amount to consume: the inventory after it, or why it was refused and nothing changed. */
public sealed interface Consumption {
    boolean isConsumed();

    /**
     * The amount is consumed.
     *
     * @param inventory the inventory after it
     * @param amount what was taken, as concrete as the kind has it (placed cells, device addresses); its negation gives
     *     it back
     */
    record Consumed(Inventory inventory, Amount amount) implements Consumption {
        @Override
        public boolean isConsumed() {
            return true;
        }
    }

    record NotConsumed(Objection objection) implements Consumption {
        @Override
        public boolean isConsumed() {
            return false;
        }
    }

    /** The inventory afterwards, for callers that have asked {@link Inventory#canProvide} before. */
    default Inventory orElseThrow() {
        if (this instanceof Consumed consumed) {
            return consumed.inventory();
        }
        throw new IllegalStateException("expected room for the amount but "
                + ((NotConsumed) this).objection().message());
    }

    static Consumption refused(Objection.Reason reason, String message) {
        return new NotConsumed(new Objection(reason, message));
    }
}

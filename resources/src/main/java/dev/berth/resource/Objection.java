package dev.berth.resource;

/** Why an inventory does not provide or consume an amount. The message says what stands against what. */
public record Objection(Reason reason, String message) {
    public enum Reason {
        /** The amount is not of the inventory's kind. */
        WRONG_KIND,
        /** A question about a negative amount; giving back is done, not asked for. */
        NEGATIVE,
        /** A give-back that does not say what exactly is given back. */
        UNPLACED,
        /** The request names a resource without an inventory. */
        NO_INVENTORY,
        /** A single request must lie between min_unit and max_unit and be a multiple of step_size. */
        UNITS,
        /** More than is available. */
        CAPACITY,
        /** More given back than is used. */
        MORE_THAN_USED,
        /** No assignment of guest cells to host cells satisfies all of them. */
        NO_FIT,
        /** Not enough devices that match, or none that may be combined. */
        NO_DEVICES;

        /** The seed's ValueError: the amount makes no sense here. All other reasons are its CapacityException. */
        public boolean isBadValue() {
            return this == WRONG_KIND || this == NEGATIVE || this == UNPLACED;
        }
    }

    public static Objection wrongKind(String expected, Amount amount) {
        return new Objection(
                Reason.WRONG_KIND,
                "expected " + expected + " but got " + amount.getClass().getSimpleName());
    }

    public static Objection negative(Amount amount) {
        return new Objection(Reason.NEGATIVE, "expected an amount to provide but got the give-back " + amount);
    }
}

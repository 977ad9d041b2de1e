package dev.berth.events.model;

import com.google.common.base.Ascii;

/**
 * A field of an inventory that an operator may set beside the agent. The total is not one: what there is, the agent
 * knows.
 */
public enum InventoryField {
    RESERVED,
    MIN_UNIT,
    MAX_UNIT,
    STEP_SIZE,
    ALLOCATION_RATIO;

    /** The word for it in the API: the name in lower case. */
    public String text() {
        return Ascii.toLowerCase(name());
    }

    /**
     * The field of that word.
     *
     * @throws MalformedException if there is none
     */
    public static InventoryField of(String text) {
        for (InventoryField field : values()) {
            if (field.text().equals(text)) {
                return field;
            }
        }
        throw new MalformedException("expected reserved, min_unit, max_unit, step_size or allocation_ratio but got "
                + MalformedException.quoted(text));
    }
}

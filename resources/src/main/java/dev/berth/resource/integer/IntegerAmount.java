package dev.berth.resource.integer;

import dev.berth.resource.Amount;

/** A number of units, in the units of its resource class. */
public record IntegerAmount(long value) implements Amount {
    public static final IntegerAmount ZERO = new IntegerAmount(0);

    public IntegerAmount {
        if (value == Long.MIN_VALUE) {
            throw new IllegalArgumentException("expected an amount that can be negated but got " + value);
        }
    }

    @Override
    public IntegerAmount negate() {
        return new IntegerAmount(-value);
    }

    @Override
    public boolean isNegative() {
        return value < 0;
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

package dev.berth.events.codec;

import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.MalformedException;

/** An attribute's value, or one of several: its kind, and a text that the kind tells how to read. */
record Member(AttributeValue.Kind kind, String value) {
    static Member of(AttributeValue value) {
        if (value.kind() == AttributeValue.Kind.LIST) {
            throw new MalformedException("expected a list of plain values but got a list in a list");
        }
        return new Member(value.kind(), text(value));
    }

    static String text(AttributeValue value) {
        return switch (value.kind()) {
            case TEXT, FLAG, WHOLE, DECIMAL -> value.toString();
            case LIST, NOTHING -> "";
        };
    }

    AttributeValue plain() {
        return switch (kind) {
            case TEXT -> AttributeValue.of(value);
            case FLAG -> AttributeValue.of(flag());
            case WHOLE -> AttributeValue.of(whole());
            case DECIMAL -> new AttributeValue.Decimal(decimal());
            case NOTHING -> AttributeValue.NOTHING;
            case LIST -> throw new MalformedException("expected a plain value in a list but got a list");
        };
    }

    private boolean flag() {
        if (!value.equals("true") && !value.equals("false")) {
            throw new MalformedException("expected true or false but got " + MalformedException.quoted(value));
        }
        return value.equals("true");
    }

    private long whole() {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new MalformedException("expected a whole number but got " + MalformedException.quoted(value));
        }
    }

    private double decimal() {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new MalformedException("expected a decimal number but got " + MalformedException.quoted(value));
        }
    }
}

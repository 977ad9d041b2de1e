package dev.berth.events.model;

import com.google.common.collect.ImmutableList;

/**
 * The value of an attribute of a PCI device, or of what a PCI flavor asks of one. As in the JSON it came from, types
 * tell: the number 5 is not the text "5", and an explicit null is not an absent attribute.
 */
public sealed interface AttributeValue {
    /** For exhaustive switches. */
    enum Kind {
        TEXT,
        FLAG,
        WHOLE,
        DECIMAL,
        LIST,
        NOTHING
    }

    AttributeValue NOTHING = new Nothing();

    Kind kind();

    static AttributeValue of(String text) {
        return new Text(text);
    }

    static AttributeValue of(boolean flag) {
        return new Flag(flag);
    }

    static AttributeValue of(long whole) {
        return new Whole(whole);
    }

    record Text(String value) implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }

        @Override
        public String toString() {
            return value;
        }
    }

    record Flag(boolean value) implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.FLAG;
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Whole(long value) implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.WHOLE;
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record Decimal(double value) implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.DECIMAL;
        }

        @Override
        public String toString() {
            return DecimalText.of(value);
        }
    }

    record Many(ImmutableList<AttributeValue> values) implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }

    /** An explicit null. */
    record Nothing() implements AttributeValue {
        @Override
        public Kind kind() {
            return Kind.NOTHING;
        }

        @Override
        public String toString() {
            return "null";
        }
    }
}

package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

/**
 * A region, as in a Keystone catalogue: one Placement endpoint and the unit of consistency. Its name is the key of its
 * records in the log, so it gives all its commands one order.
 */
public record Region(String name) implements Comparable<Region> {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    private static final int LENGTH_MAX = 63;

    public static final Region DEFAULT = new Region("default");

    public Region {
        if (!isName(name)) {
            throw new MalformedException("expected a region name matching " + NAME + " but got " + quoted(name));
        }
    }

    /** Without a regular expression, for each record of the log names its region. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char each = text.charAt(i);
            if (!isLetterOrDigit(each) && each != '_' && each != '.' && each != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char each) {
        return each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || each >= '0' && each <= '9';
    }

    @Override
    public int compareTo(Region other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

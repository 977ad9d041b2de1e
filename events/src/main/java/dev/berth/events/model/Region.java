package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import java.util.regex.Pattern;

/**
 * A region, as in a Keystone catalogue: one Placement endpoint and the unit of consistency. Its name is the key of its
 * records in the log, so it gives all its commands one order.
 */
public record Region(String name) implements Comparable<Region> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    public static final Region DEFAULT = new Region("default");

    public Region {
        if (!isName(name)) {
            throw new MalformedException("expected a region name matching " + NAME + " but got " + quoted(name));
        }
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
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

package dev.berth.api.microversion;

/** A version of the Placement API, 1.0 to 1.39. The major number has never changed. */
public record Microversion(int minor) implements Comparable<Microversion> {
    public static final Microversion MIN = new Microversion(0);
    public static final Microversion MAX = new Microversion(39);

    public Microversion {
        if (minor < 0) {
            throw new IllegalArgumentException("expected a minor version from 0 but got " + minor);
        }
    }

    public boolean has(Feature feature) {
        return minor >= feature.sinceMinor();
    }

    @Override
    public int compareTo(Microversion other) {
        return Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}

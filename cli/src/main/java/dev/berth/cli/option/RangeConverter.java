package dev.berth.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers of a range, refused before anything is started with one that cannot be. Stateless. */
public abstract class RangeConverter implements ITypeConverter<Integer> {
    private final int least;
    private final int most;

    private RangeConverter(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public final Integer convert(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, in the same words as a number that is too small or too large.
        }
        throw new TypeConversionException(
                "expected a whole number from " + least + " to " + most + " but got '" + text + "'");
    }

    /** Ports, 0 for a free one. */
    public static final class Port extends RangeConverter {
        Port() {
            super(0, 65_535);
        }
    }

    /** Partitions of the log; each has a stream task and stores of its own, so more cost each start. */
    public static final class Partitions extends RangeConverter {
        Partitions() {
            super(1, 1_024);
        }
    }

    public static final class Replicas extends RangeConverter {
        Replicas() {
            super(1, 100);
        }
    }

    public static final class Standbys extends RangeConverter {
        Standbys() {
            super(0, 100);
        }
    }

    /** Connections to the API; each takes a file descriptor. */
    public static final class Connections extends RangeConverter {
        Connections() {
            super(16, 1_000_000);
        }
    }

    /** Regions that an instance keeps. */
    public static final class Regions extends RangeConverter {
        Regions() {
            super(1, 100_000);
        }
    }

    /** For how long chaos is made. */
    public static final class Minutes extends RangeConverter {
        Minutes() {
            super(1, 10_080);
        }
    }

    /** Instances of a cluster that is broken. */
    public static final class Instances extends RangeConverter {
        Instances() {
            super(2, 5);
        }
    }

    public static final class Clients extends RangeConverter {
        Clients() {
            super(1, 64);
        }
    }

    /** Calls that wait for a service that follows another one. */
    public static final class Waiting extends RangeConverter {
        Waiting() {
            super(1, 1_000_000);
        }
    }

    /** Seconds for an answer. */
    public static final class Wait extends RangeConverter {
        Wait() {
            super(1, 3_600);
        }
    }

    /** Seconds for a cluster to come back. */
    public static final class Recovery extends RangeConverter {
        Recovery() {
            super(10, 3_600);
        }
    }
}

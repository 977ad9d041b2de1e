package dev.berth.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers of a range, refused before anything is started with one that cannot be. */
abstract class RangeConverter implements ITypeConverter<Integer> {
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
    static final class Port extends RangeConverter {
        Port() {
            super(0, 65_535);
        }
    }

    /** Partitions of the log; each has a stream task and stores of its own, so more cost each start. */
    static final class Partitions extends RangeConverter {
        Partitions() {
            super(1, 1_024);
        }
    }

    static final class Replicas extends RangeConverter {
        Replicas() {
            super(1, 100);
        }
    }

    static final class Standbys extends RangeConverter {
        Standbys() {
            super(0, 100);
        }
    }

    /** Connections to the API; each takes a file descriptor. */
    static final class Connections extends RangeConverter {
        Connections() {
            super(16, 1_000_000);
        }
    }

    /** Regions that an instance keeps. */
    static final class Regions extends RangeConverter {
        Regions() {
            super(1, 100_000);
        }
    }

    /** For how long chaos is made. */
    static final class Minutes extends RangeConverter {
        Minutes() {
            super(1, 10_080);
        }
    }

    /** Instances of a cluster that is broken. */
    static final class Instances extends RangeConverter {
        Instances() {
            super(2, 5);
        }
    }

    static final class Clients extends RangeConverter {
        Clients() {
            super(1, 64);
        }
    }

    /** Calls that wait for a service that follows another one. */
    static final class Waiting extends RangeConverter {
        Waiting() {
            super(1, 1_000_000);
        }
    }

    /** Seconds for an answer. */
    static final class Wait extends RangeConverter {
        Wait() {
            super(1, 3_600);
        }
    }

    /** Seconds for a cluster to come back. */
    static final class Recovery extends RangeConverter {
        Recovery() {
            super(10, 3_600);
        }
    }
}

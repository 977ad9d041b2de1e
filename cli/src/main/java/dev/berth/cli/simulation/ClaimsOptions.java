package dev.berth.cli.simulation;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether claims and releases alone are made, on which hosts, how fast, how long held, and what is read beside. */
final class ClaimsOptions {
    private static final int READERS_MAX = 10_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--claims-alone",
            description = "Make claims and releases alone, on hosts that have room for all of them, and ask for no "
                    + "candidates.")
    private boolean isAlone;

    @Option(names = "--hot", description = "With --claims-alone: claim everything from one host.")
    private boolean isHot;

    @Option(
            names = "--hold",
            description = "With --claims-alone: hold what is claimed until the round has ended, and release it then, "
                    + "unmeasured.")
    private boolean isHeld;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "With --claims-alone: begin N claims a second, all clients together (default: as fast as"
                    + " they are answered).")
    private double rate;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --claims-alone: so many more connections read what is used meanwhile (default: "
                    + "${DEFAULT-VALUE}).")
    private int readers;

    /** Whether claims alone are to be made. */
    boolean areAlone() {
        if (!isAlone && (isHot || isHeld || rate != 0 || readers != 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--hot, --hold, --rate and --readers go with --claims-alone, which was not given");
        }
        if (rate < 0 || Double.isNaN(rate) || Double.isInfinite(rate)) {
            throw new ParameterException(
                    spec.commandLine(), "--rate takes a number of claims a second, such as 5000, but was " + rate);
        }
        if (readers < 0 || readers > READERS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--readers takes a number from 0 to " + READERS_MAX + " but was " + readers);
        }
        return isAlone;
    }

    boolean isHot() {
        return isHot;
    }

    boolean isHeld() {
        return isHeld;
    }

    double rate() {
        return rate;
    }

    int readers() {
        return readers;
    }
}

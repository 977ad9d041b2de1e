package dev.berth.cli.option;

import dev.berth.events.log.LogPlace;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which part of the log is read, for every command that goes through one. A mixin, for one command. */
public final class LogRangeOptions {
    @Option(
            names = "--from",
            paramLabel = "PLACE",
            converter = LogPlaceConverter.class,
            description = "Begin here: a position such as 0@1042, which is one of its partition alone, an offset of a "
                    + "region's partition such as 1042, a time such as 2026-11-28T09:00:00Z, or 24h for that long ago "
                    + "(default: the beginning).")
    private Optional<LogPlace> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            converter = LogPlaceConverter.class,
            description = "Stop before this position, or before the first record that is not older than this time "
                    + "(default: the end).")
    private Optional<LogPlace> to = Optional.empty();

    public Optional<LogPlace> from() {
        return from;
    }

    public Optional<LogPlace> to() {
        return to;
    }
}

package dev.berth.cli.client;

import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.events.log.LogPlace;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The moment of the past that a command asks for instead of now. A mixin, for one command. */
public final class AsOfOption {
    @Option(
            names = "--as-of",
            paramLabel = "PLACE",
            converter = LogPlaceConverter.class,
            description = "As it was at this moment instead of now: an offset such as 1042 or a position such as "
                    + "0@1042, once that record was taken, or the last that is not after a time such as "
                    + "2026-11-28T03:12:00Z.")
    private Optional<LogPlace> asOf = Optional.empty();

    /** A path that may have a query, with what the service is to be asked besides. */
    public String on(String path) {
        return asOf.map(moment -> path + (path.contains("?") ? "&" : "?") + "as_of=" + moment)
                .orElse(path);
    }
}

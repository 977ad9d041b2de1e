package dev.berth.cli;

import dev.berth.projector.moment.AsOf;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The moment of the past that a command asks for instead of now. A mixin. */
final class AsOfOption {
    @Option(
            names = "--as-of",
            paramLabel = "PLACE",
            converter = AsOfConverter.class,
            description = "As it was at this moment instead of now: an offset such as 1042 or a position such as "
                    + "0@1042, once that record was taken, or a time such as 2026-11-28T03:12:00Z.")
    private Optional<AsOf> asOf = Optional.empty();

    /** A path that may have a query, with what the service is to be asked besides. */
    String on(String path) {
        return asOf.map(moment -> path + (path.contains("?") ? "&" : "?") + "as_of=" + moment)
                .orElse(path);
    }
}

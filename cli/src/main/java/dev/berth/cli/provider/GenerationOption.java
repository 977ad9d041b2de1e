package dev.berth.cli.provider;

import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The generation that something has to have when it is written. A mixin. */
final class GenerationOption {
    @Option(
            names = "--generation",
            paramLabel = "N",
            description = "The generation in which it was read; if it has another one, nothing is written (default: "
                    + "it is read now).")
    private Long generation;

    OptionalLong given() {
        return generation == null ? OptionalLong.empty() : OptionalLong.of(generation);
    }
}

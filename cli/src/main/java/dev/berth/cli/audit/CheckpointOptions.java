package dev.berth.cli.audit;

import dev.berth.auditor.proof.Checkpoint;
import dev.berth.cli.option.KeyConverter;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.Region;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The checkpoint at which an audit begins to read. A mixin, for one command. */
public final class CheckpointOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Begin at this checkpoint, and not at the beginning of the log.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            converter = KeyConverter.class,
            description = "Take files alone that this public key has signed, 64 hex digits as berth audit key shows"
                    + " them (default: signed or not by any).")
    private Optional<HostKey> trusted = Optional.empty();

    /** The checkpoint, opened and checked. */
    public Optional<Checkpoint> open() {
        return file.map(path -> Checkpoint.open(path, trusted));
    }

    /** The checkpoint, opened and checked; says that nothing before it is known. */
    Optional<Checkpoint> open(Region region, PrintWriter err) {
        Optional<Checkpoint> checkpoint = open();
        checkpoint.ifPresent(from -> from.place(Partitions.of(region, from.partitions()))
                .ifPresent(place -> err.println("What happened before " + place.partition() + "@" + place.next()
                        + " is not known: reading begins at the checkpoint of " + from.writtenAt() + ".")));
        return checkpoint;
    }

    boolean isGiven() {
        return file.isPresent();
    }

    Optional<HostKey> trusted() {
        return trusted;
    }
}

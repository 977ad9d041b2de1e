package dev.berth.cli.service;

import dev.berth.events.log.Flush;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a service has to do with the disks that it stands on.
 *
 * @param shortage why no write may begin now, if so
 * @param onFailure told why if a disk has failed and the process has to end
 * @param flush when the log is written through to the disk
 */
public record Storage(Supplier<Optional<String>> shortage, Consumer<String> onFailure, Flush flush) {
    /** Nobody watches: for services that live for moments. */
    public static final Storage UNWATCHED = new Storage(Optional::empty, failure -> {}, Flush.AS_IT_IS);
}

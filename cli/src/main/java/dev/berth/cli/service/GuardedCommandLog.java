package dev.berth.cli.service;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A log that takes no command while there is a shortage of room on the disk. Any thread may submit. */
record GuardedCommandLog(CommandLog log, Supplier<Optional<String>> shortage) implements CommandLog {
    @Override
    public CompletionStage<Decision> submit(Region region, Sent sent) {
        Optional<String> reason = shortage.get();
        return reason.isPresent()
                ? CompletableFuture.failedStage(new LogUnavailableException(Fate.NO_ROOM, reason.get(), null))
                : log.submit(region, sent);
    }
}

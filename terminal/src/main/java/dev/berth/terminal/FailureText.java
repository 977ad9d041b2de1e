package dev.berth.terminal;

import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.codec.SchemaRefusedException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.Printable;

/**
 * Says why a command failed, fit for a terminal: failures that were foreseen speak for themselves, others name what
 * they are.
 *
 * @param foreseen those that only this program knows
 */
public record FailureText(ImmutableList<Class<? extends Throwable>> foreseen) {
    private static final ImmutableList<Class<? extends Throwable>> ALWAYS_FORESEEN = ImmutableList.of(
            CannotRunException.class,
            KafkaUnreachableException.class,
            DamagedRecordException.class,
            TopicsContradictException.class,
            RegistryUnavailableException.class,
            SchemaRefusedException.class);

    String of(Throwable failure, boolean isVerbose) {
        return Printable.lines(text(failure, isVerbose), "  ");
    }

    private String text(Throwable failure, boolean isVerbose) {
        if (isAny(ALWAYS_FORESEEN, failure) || isAny(foreseen, failure)) {
            return failure.getMessage();
        }
        String hint = isVerbose ? "" : "; run again with --verbose to see where";
        return failure.getClass().getSimpleName() + ": " + failure.getMessage() + hint;
    }

    private static boolean isAny(ImmutableList<Class<? extends Throwable>> kinds, Throwable failure) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(failure));
    }
}

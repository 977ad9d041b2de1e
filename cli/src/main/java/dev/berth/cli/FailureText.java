package dev.berth.cli;

import dev.berth.auditor.AuditFailedException;
import dev.berth.cli.service.LogDamagedException;
import dev.berth.cli.service.PortTakenException;
import dev.berth.embedded.DamagedLogException;
import dev.berth.embedded.EmbeddedStartException;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.codec.SchemaRefusedException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.Printable;
import dev.berth.projector.LogUnavailableException;

/**
 * Says why a command failed, fit for a terminal: failures that were foreseen speak for themselves, others name what
 * they are.
 */
final class FailureText {
    private FailureText() {}

    static String of(Throwable failure, boolean isVerbose) {
        return Printable.lines(text(failure, isVerbose), "  ");
    }

    private static String text(Throwable failure, boolean isVerbose) {
        boolean speaksForItself = failure instanceof CannotRunException
                || failure instanceof AuditFailedException
                || failure instanceof PortTakenException
                || failure instanceof LogDamagedException
                || failure instanceof DamagedLogException
                || failure instanceof LogUnavailableException
                || failure instanceof EmbeddedStartException
                || failure instanceof KafkaUnreachableException
                || failure instanceof DamagedRecordException
                || failure instanceof TopicsContradictException
                || failure instanceof RegistryUnavailableException
                || failure instanceof SchemaRefusedException;
        if (speaksForItself) {
            return failure.getMessage();
        }
        String hint = isVerbose ? "" : "; run again with --verbose to see where";
        return failure.getClass().getSimpleName() + ": " + failure.getMessage() + hint;
    }
}

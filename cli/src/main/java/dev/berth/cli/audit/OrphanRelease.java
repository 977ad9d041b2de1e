package dev.berth.cli.audit;

import dev.berth.auditor.OrphanText.Fate;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.ledger.history.HeldConsumer;
import dev.berth.terminal.CannotRunException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Releases orphans over the API of a service, one command each. What the consumer was when it was looked at goes with
 * it, so that the ledger refuses to release one that was changed since. For one thread.
 */
final class OrphanRelease {
    private static final int NOT_FOUND = 404;

    /** An id that no consumer has; its release is only tried. */
    private static final UUID NOBODY = new UUID(0, 0);

    /** The code of a refusal because the consumer is not as it was seen; other conflicts have others. */
    private static final String CHANGED = "placement.concurrent_update";

    private final ServiceClient service;
    private final String reason;
    private int released;

    OrphanRelease(ServiceClient service, String reason) {
        this.service = service;
        this.reason = reason;
    }

    /**
     * Asks whether the service is there and would let us, before the log is read for nothing.
     *
     * @throws CannotRunException if not
     */
    static void requireRight(ServiceClient service) throws InterruptedException {
        ServiceAnswer answer = service.delete("/allocations/" + NOBODY + "?dry_run=true");
        if (answer.status() != NOT_FOUND) {
            answer.orElseThrow();
        }
    }

    /** @throws CannotRunException if the service does not answer, or refuses for another reason than a change */
    Fate release(HeldConsumer orphan) throws InterruptedException {
        ServiceAnswer answer;
        try {
            answer = service.delete("/allocations/" + orphan.id() + "?seen="
                    + orphan.consumer().generation() + "@" + orphan.consumer().updatedAtMs() + "&reason="
                    + URLEncoder.encode(reason, StandardCharsets.UTF_8));
        } catch (CannotRunException e) {
            throw new CannotRunException(e.getMessage() + "; " + soFar(), e);
        }
        if (answer.status() == NOT_FOUND) {
            return Fate.GONE;
        }
        if (answer.code().equals(CHANGED)) {
            return Fate.CHANGED;
        }
        if (!answer.isOk()) {
            throw new CannotRunException("the service answers " + answer.status() + " to the release of consumer "
                    + orphan.id() + ": " + answer.detail() + "; " + soFar());
        }
        released++;
        return Fate.RELEASED;
    }

    private String soFar() {
        return released + " released before";
    }
}

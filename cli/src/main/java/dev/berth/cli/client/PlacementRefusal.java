package dev.berth.cli.client;

import com.google.common.base.CharMatcher;
import dev.berth.terminal.CannotRunException;
import java.util.Map;

/** What a Placement says when it refuses something, its code, and what to do about it. Stateless. */
public final class PlacementRefusal {
    /** Somebody else has written since what was read. */
    static final String CONCURRENT_UPDATE = "placement.concurrent_update";

    private static final String MAY_BE_DONE = "it may have been done, or be done yet: look before it is repeated";

    private static final Map<String, String> BY_CODE = Map.of(
            CONCURRENT_UPDATE,
            "somebody else has changed it since it was read: look at it again, and repeat what still is right",
            "placement.inventory.inuse",
            "berth allocation list PROVIDER says who holds something of it",
            "placement.resource_provider.inuse",
            "berth allocation list PROVIDER says who holds something of it",
            "placement.resource_provider.cannot_delete_parent",
            "berth providers tree PROVIDER shows what is below it; that has to go first",
            "placement.duplicate_name",
            "berth providers list --name NAME shows who has the name",
            "berth.host.drained",
            "berth host undrain HOST lets new consumers on it again",
            "berth.perhaps_appended",
            MAY_BE_DONE,
            "berth.appended",
            MAY_BE_DONE,
            "berth.decided",
            MAY_BE_DONE);

    private static final Map<Integer, String> BY_STATUS = Map.of(
            401, "--token, or BERTH_TOKEN in the environment, says who asks",
            403, "the token is not one of those whom the policy lets do this",
            406, "--microversion names one of those that it speaks",
            503, "try again in a moment");

    private PlacementRefusal() {}

    /**
     * An answer that grants what was asked.
     *
     * @throws CannotRunException if it does not; the message has the status, the code, the reason and what to do
     */
    public static ServiceAnswer granted(ServiceAnswer answer) {
        if (answer.isOk()) {
            return answer;
        }
        String code = answer.code();
        boolean hasCode = !code.isEmpty() && !code.equals("placement.undefined_code");
        String newest = answer.error("max_version");
        String hint = BY_CODE.getOrDefault(code, BY_STATUS.getOrDefault(answer.status(), ""))
                + (newest.isEmpty() ? "" : ", which are " + answer.error("min_version") + " to " + newest);
        throw new CannotRunException("the service answers " + answer.status() + (hasCode ? " " + code : "") + ": "
                + (hint.isEmpty()
                        ? answer.detail().strip()
                        : CharMatcher.anyOf(". ").trimTrailingFrom(answer.detail()) + "; " + hint));
    }

    static boolean isOfGeneration(ServiceAnswer answer) {
        return answer.code().equals(CONCURRENT_UPDATE);
    }
}

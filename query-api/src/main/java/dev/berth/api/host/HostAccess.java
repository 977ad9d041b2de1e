package dev.berth.api.host;

import dev.berth.api.auth.Caller;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.UUID;

/**
 * Which host a call is about, and whether it is the caller's own. The policy has said by then that the caller may use
 * the route at all; who may only as an agent may use it for its own host alone. Stateless.
 */
final class HostAccess {
    private HostAccess() {}

    /**
     * The host that the path names.
     *
     * @throws dev.berth.api.problem.ProblemException 404 if it is no UUID
     */
    static ProviderId host(Call call) {
        String text = call.parameter("uuid");
        return uuid(text)
                .map(ProviderId::new)
                .orElseThrow(() ->
                        Problem.notFound("No host with uuid " + text + ".").exception());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(uuid -> uuid.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Whether the policy lets the caller do to any host what the route does. */
    static boolean isForAnyHost(Call call) {
        return isForAnyHost(call, call.route().policy());
    }

    private static boolean isForAnyHost(Call call, String action) {
        return call.policy().permitsForAnyHost(call.caller(), action);
    }

    /**
     * Admits callers who may do to any host what the route does, and the host's own agent.
     *
     * @throws dev.berth.api.problem.ProblemException 403 for anybody else
     */
    static void requireOwn(Call call, RegionView view, ProviderId host) {
        requireOwn(call, call.route().policy(), view, host);
    }

    /** The same of another action than the route's. */
    static void requireOwn(Call call, String action, RegionView view, ProviderId host) {
        if (!isForAnyHost(call, action) && !isAgentOf(call.caller(), view, host)) {
            throw notYours(action, host).exception();
        }
    }

    private static boolean isAgentOf(Caller caller, RegionView view, ProviderId host) {
        return caller.host().equals(Optional.of(host))
                || view.enrolment(host)
                        .flatMap(Enrolment::user)
                        .filter(user -> user.equals(caller.user()))
                        .isPresent();
    }

    private static Problem notYours(String action, ProviderId host) {
        return new Problem(
                403,
                "Policy allows " + action + " to be performed by this caller for its own host alone, and host "
                        + host + " is not known to be that. An agent is known by a client certificate or a token that"
                        + " names its host, or by the user that the host is enrolled with: PUT /hosts/" + host
                        + "/enrolment.",
                ErrorCode.HOST_NOT_YOURS);
    }
}

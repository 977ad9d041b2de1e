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
 * the route at all; an agent may use it for its own host alone. Stateless.
 */
final class HostAccess {
    private static final String ADMIN = "admin";
    private static final String AGENT = "agent";

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

    /** Whether the caller may do to any host whatever the route does. */
    static boolean isAdmin(Call call) {
        return call.caller().hasRole(ADMIN);
    }

    /**
     * Lets administrators through, and the host's own agent.
     *
     * @throws dev.berth.api.problem.ProblemException 403 for anybody else
     */
    static void requireOwn(Call call, RegionView view, ProviderId host) {
        if (!isAdmin(call) && !isAgentOf(call.caller(), view, host)) {
            throw notYours(host).exception();
        }
    }

    /**
     * Admits callers who may read all hosts, and the host's own agent.
     *
     * @throws dev.berth.api.problem.ProblemException 403 for agents of other hosts
     */
    static void requireReader(Call call, RegionView view, ProviderId host) {
        if (call.caller().hasRole(AGENT)) {
            requireOwn(call, view, host);
        }
    }

    private static boolean isAgentOf(Caller caller, RegionView view, ProviderId host) {
        return caller.host().equals(Optional.of(host))
                || view.enrolment(host)
                        .flatMap(Enrolment::user)
                        .filter(user -> user.equals(caller.user()))
                        .isPresent();
    }

    private static Problem notYours(ProviderId host) {
        return new Problem(
                403,
                "Only an administrator and the agent of host " + host + " may do this. An agent is known by a client"
                        + " certificate or a token that names its host, or by the user that the host is enrolled"
                        + " with: PUT /hosts/" + host + "/enrolment.",
                ErrorCode.HOST_NOT_YOURS);
    }
}

package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.Target;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;

/** Refuses callers what a policy does not let them do, with 403 and the policy's words. */
final class PermissionCheck {
    private PermissionCheck() {}

    /** Requires that a caller may use a route, about the project that the query names if the route has one. */
    static void require(Policy policy, Route route, Caller caller, QueryString query) {
        if (!route.policy().isEmpty()) {
            Target about = route.projectParameter()
                    .map(parameter -> Target.project(query.last(parameter)))
                    .orElseGet(() -> Target.of(caller));
            require(policy, route.policy(), caller, about);
        }
    }

    static void require(Policy policy, String action, Caller caller, Target about) {
        policy.refusal(caller, action, about).ifPresent(words -> {
            throw new Problem(403, words, ErrorCode.UNDEFINED).exception();
        });
    }
}

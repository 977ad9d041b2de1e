package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import java.util.Optional;

/** Who may do what: the policies that Placement can be configured with. */
public enum AccessPolicy {
    /** Placement 8's default: administrators may do everything, system-wide readers may read. */
    DEFAULT {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            return caller.hasRole(ADMIN)
                    || caller.isSystemWide() && caller.hasRole(READER) && route.isReadOnly()
                    || isAgents(caller, route);
        }
    },
    /** The old rules with scopes enforced: administrators may do everything, but not with a system-wide token. */
    LEGACY {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            return !caller.isSystemWide() && caller.hasRole(ADMIN) || isAgents(caller, route);
        }
    },
    /** The new rules: administrators and services may do everything, readers see what their own project uses. */
    SECURE {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            if (caller.isSystemWide()) {
                return isAgents(caller, route);
            }
            boolean readsOwnUsage = route.policy().equals("placement:usages")
                    && caller.hasRole(READER)
                    && query.last("project_id").equals(Optional.of(caller.project()));
            return caller.hasRole(ADMIN) || caller.hasRole("service") || readsOwnUsage || isAgents(caller, route);
        }
    },
    /** Anybody with a token may do everything. */
    OPEN {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            return true;
        }
    };

    private static final String ADMIN = "admin";
    private static final String READER = "reader";

    /** What agents of hosts may ask for; the route sees that it is about their own host. */
    private static boolean isAgents(Caller caller, Route route) {
        return caller.hasRole("agent") && route.policy().startsWith("berth:hosts:");
    }

    /**
     * @param query in which the request may name the project that it asks about
     */
    abstract boolean permits(Caller caller, Route route, QueryString query);
}

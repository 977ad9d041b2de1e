package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import java.util.Optional;

/** Who may do what: the policies that Placement can be configured with. */
public enum AccessPolicy {
    /** Placement 8's default: administrators may do everything, system-wide readers may read. */
    DEFAULT {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            return caller.hasRole(ADMIN) || caller.isSystemWide() && caller.hasRole(READER) && route.isReadOnly();
        }
    },
    /** The old rules with scopes enforced: administrators may do everything, but not with a system-wide token. */
    LEGACY {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            return !caller.isSystemWide() && caller.hasRole(ADMIN);
        }
    },
    /** The new rules: administrators and services may do everything, readers see what their own project uses. */
    SECURE {
        @Override
        boolean permits(Caller caller, Route route, QueryString query) {
            if (caller.isSystemWide()) {
                return false;
            }
            boolean readsOwnUsage = route.policy().equals("placement:usages")
                    && caller.hasRole(READER)
                    && query.last("project_id").equals(Optional.of(caller.project()));
            return caller.hasRole(ADMIN) || caller.hasRole("service") || readsOwnUsage;
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

    /**
     * @param query in which the request may name the project that it asks about
     */
    abstract boolean permits(Caller caller, Route route, QueryString query);
}

package dev.berth.api.http;

/** Who may do what. Rules are named as Placement names its policies, so that a refusal reads the same. */
public enum AccessPolicy {
    /** Placement's default: administrators may do everything, system-wide readers may read. */
    DEFAULT {
        @Override
        boolean permits(Caller caller, Route route) {
            return caller.hasRole("admin") || caller.isSystemWide() && caller.hasRole("reader") && route.isReadOnly();
        }
    },
    /** Anybody with a token may do everything. */
    OPEN {
        @Override
        boolean permits(Caller caller, Route route) {
            return true;
        }
    };

    abstract boolean permits(Caller caller, Route route);
}

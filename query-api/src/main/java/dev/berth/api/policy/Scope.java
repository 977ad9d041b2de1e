package dev.berth.api.policy;

import dev.berth.api.auth.Caller;

/** What a token is for. Domains are none of Placement's scopes. */
enum Scope {
    SYSTEM,
    PROJECT;

    static Scope of(Caller caller) {
        return caller.systemScope().filter(scope -> !scope.isEmpty()).isPresent() ? SYSTEM : PROJECT;
    }
}

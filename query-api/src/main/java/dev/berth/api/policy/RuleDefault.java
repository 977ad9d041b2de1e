package dev.berth.api.policy;

import java.util.Optional;
import java.util.Set;

/**
 * A rule as it is where no file says otherwise.
 *
 * @param check in the language of rules
 * @param before what it was in an older release; empty if it was not or was the same
 * @param scopes what a token must be for, where scopes are enforced; empty if that does not matter. No file changes it
 */
record RuleDefault(String name, String check, Optional<Before> before, Set<Scope> scopes) {
    /** A rule of an older release, which still holds beside the new one unless new defaults are enforced. */
    record Before(String name, String check) {}

    static RuleDefault of(String name, String check) {
        return new RuleDefault(name, check, Optional.empty(), Set.of());
    }

    RuleDefault was(String oldName, String oldCheck) {
        return new RuleDefault(name, check, Optional.of(new Before(oldName, oldCheck)), scopes);
    }

    RuleDefault scoped(Scope... allowed) {
        return new RuleDefault(name, check, before, Set.of(allowed));
    }
}

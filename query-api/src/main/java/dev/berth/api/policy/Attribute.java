package dev.berth.api.policy;

import dev.berth.api.auth.Caller;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** What rules may ask of a caller, by the names that oslo.context gives it. */
enum Attribute {
    USER_ID("user_id", (caller, wanted) -> text(caller.user()).equals(wanted)),
    PROJECT_ID("project_id", (caller, wanted) -> text(caller.project()).equals(wanted)),
    SYSTEM_SCOPE(
            "system_scope",
            (caller, wanted) -> text(caller.systemScope().orElse("")).equals(wanted)),
    /** The older name of the scope; absent for callers without one. */
    SYSTEM(
            "system",
            (caller, wanted) -> Scope.of(caller) == Scope.SYSTEM
                    && caller.systemScope().orElse("").equals(wanted)),
    ROLES("roles", (caller, wanted) -> caller.hasRole(wanted.toLowerCase(Locale.ROOT))),
    /** Keystone's old mark of projects of administrators; it was given to all. */
    IS_ADMIN_PROJECT("is_admin_project", (caller, wanted) -> wanted.equals("True"));

    private static final String NONE = "None";

    private final String key;
    private final BiPredicate<Caller, String> test;

    Attribute(String key, BiPredicate<Caller, String> test) {
        this.key = key;
        this.test = test;
    }

    static Optional<Attribute> named(String key) {
        return Stream.of(values())
                .filter(attribute -> attribute.key.equals(key))
                .findFirst();
    }

    boolean is(Caller caller, String wanted) {
        return test.test(caller, wanted);
    }

    /** A value that may not be known, as rules compare it. */
    static String text(String value) {
        return value.isEmpty() ? NONE : value;
    }
}

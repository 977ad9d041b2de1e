package dev.berth.api.auth;

import com.google.common.collect.ImmutableSet;
import dev.berth.events.model.ProviderId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who calls, as it was found out, and for what: a project, the whole system, or a host. Immutable.
 *
 * @param user the user's id; in noauth mode the user's name
 * @param project the project that the token is for; empty text if it is for none
 * @param roles in lower case, for Keystone's names of roles do not depend on case, and without blanks around them; in
 *     the order in which they came
 * @param systemScope {@code all} for a token that is for the whole system
 * @param host the host whose agent it is, if that is known from what was presented
 */
public record Caller(
        String user,
        String project,
        ImmutableSet<String> roles,
        Optional<String> systemScope,
        Optional<ProviderId> host) {
    /** The caller of a request that anybody may make. */
    public static final Caller NOBODY = of("", "", Stream.of());

    /** Somebody with a token for a project. */
    public static Caller of(String user, String project, Stream<String> roles) {
        return new Caller(user, project, roleNames(roles), Optional.empty(), Optional.empty());
    }

    public Caller withSystemScope(Optional<String> scope) {
        return new Caller(user, project, roles, scope, host);
    }

    public Caller withHost(ProviderId ofAgent) {
        return new Caller(user, project, roles, systemScope, Optional.of(ofAgent));
    }

    public Caller withoutRole(String role) {
        return new Caller(
                user,
                project,
                roles.stream().filter(each -> !each.equals(role)).collect(ImmutableSet.toImmutableSet()),
                systemScope,
                host);
    }

    /** The names as roles are compared; empty ones are none. */
    private static ImmutableSet<String> roleNames(Stream<String> roles) {
        return roles.map(role -> role.strip().toLowerCase(Locale.ROOT))
                .filter(role -> !role.isEmpty())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** @param role in lower case */
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}

package dev.berth.api.auth;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Believes whatever callers say of themselves, by the conventions of Placement's noauth mode: the token says who it is,
 * {@code user} or {@code user:project}. Roles come from the header x-roles; without it the user {@code admin} has the
 * role admin and others have none. The header x-project-id names another project than the token. Stateless.
 */
public final class NoAuthentication implements Authentication {
    private static final CharSequence TOKEN = HttpHeaders.createOptimized("x-auth-token");
    private static final CharSequence ROLES = HttpHeaders.createOptimized("x-roles");
    private static final CharSequence PROJECT = HttpHeaders.createOptimized("x-project-id");
    private static final CharSequence SYSTEM_SCOPE = HttpHeaders.createOptimized("openstack-system-scope");
    private static final String ADMIN = "admin";

    @Override
    public String name() {
        return "noauth";
    }

    @Override
    public Future<Identity> identify(Credentials credentials) {
        return Future.succeededFuture(credentials
                .header(TOKEN)
                .<Identity>map(token -> new Identity.Known(caller(token, credentials)))
                .orElseGet(() -> new Identity.Unknown(Optional.empty())));
    }

    private static Caller caller(String token, Credentials credentials) {
        int colon = token.indexOf(':');
        String user = colon < 0 ? token : token.substring(0, colon);
        String tokenProject = colon < 0 || colon == token.length() - 1 ? user : token.substring(colon + 1);
        Stream<String> roles = credentials
                .header(ROLES)
                .map(header -> Stream.of(header.split(",")))
                .orElse(user.equals(ADMIN) ? Stream.of(ADMIN) : Stream.of());
        Optional<String> scope = credentials.header(SYSTEM_SCOPE).filter(text -> !text.isEmpty());
        // A token for a system is for no project, unless it names one.
        String project = credentials.header(PROJECT).orElse(scope.isPresent() ? "" : tokenProject);
        return Caller.of(user, project, roles).withSystemScope(scope);
    }
}

package dev.berth.api.http;

import java.util.List;
import java.util.Optional;

/**
 * Who calls, by the conventions of Placement's noauth mode: the token says it, {@code user} or {@code user:project}.
 * Roles come from the header x-roles; without it the user {@code admin} has the role admin and others have none. The
 * header x-project-id names another project than the token.
 *
 * @param systemScope what openstack-system-scope said, such as {@code all}
 */
public record Caller(String user, String project, List<String> roles, Optional<String> systemScope) {
    static Caller of(
            String token, Optional<String> rolesHeader, Optional<String> projectHeader, Optional<String> systemScope) {
        int colon = token.indexOf(':');
        String user = colon < 0 ? token : token.substring(0, colon);
        String tokenProject = colon < 0 || colon == token.length() - 1 ? user : token.substring(colon + 1);
        String project = projectHeader.orElse(tokenProject);
        List<String> roles = rolesHeader
                .map(header -> List.of(header.split(",")))
                .orElse(user.equals("admin") ? List.of("admin") : List.of());
        return new Caller(user, project, roles, systemScope);
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }

    public boolean isSystemWide() {
        return systemScope.isPresent() && systemScope.get().equals("all");
    }
}

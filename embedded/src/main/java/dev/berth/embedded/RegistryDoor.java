package dev.berth.embedded;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak to the registry at all. It asks nobody who they are, so it must not be reached from elsewhere by way of
 * a browser on this machine: not by a page of another site, not by a name that was made to lead here, and not by a
 * form, which cannot send JSON. Stateless.
 */
final class RegistryDoor {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json");

    private RegistryDoor() {}

    /** Why the request is not served, if so. Its body has not been read yet. */
    static Optional<RegistryReply> refusal(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        String authority =
                request.authority() == null ? "" : request.authority().toString();
        if (hosts.size() > 1 || !isOfThisMachine(authority)) {
            return refused(
                    RegistryError.FOREIGN_HOST,
                    "This registry answers to the names "
                            + String.join(", ", List.of("127.0.0.1", "localhost", "[::1]")) + " alone");
        }
        if (request.headers().getAll(HttpHeaders.ORIGIN).stream().anyMatch(origin -> !isSelf(origin, authority))) {
            return refused(RegistryError.FOREIGN_ORIGIN, "This registry is not for pages of other sites");
        }
        if (mayHaveBody(request) && !isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return refused(
                    RegistryError.UNSUPPORTED_MEDIA_TYPE,
                    "Send one of the media types " + String.join(", ", MEDIA_TYPES));
        }
        return Optional.empty();
    }

    private static boolean isSelf(String origin, String authority) {
        return origin.equals("http://" + authority);
    }

    private static boolean isOfThisMachine(String authority) {
        int port = authority.lastIndexOf(':');
        String name = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "GET", "HEAD" -> false;
            default -> true;
        };
    }

    private static boolean isJson(String type) {
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String bare = semicolon < 0 ? type : type.substring(0, semicolon);
        return MEDIA_TYPES.contains(bare.strip().toLowerCase(Locale.ROOT));
    }

    private static Optional<RegistryReply> refused(RegistryError error, String message) {
        return Optional.of(RegistryReply.refused(error, message));
    }
}

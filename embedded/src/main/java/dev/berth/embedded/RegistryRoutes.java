package dev.berth.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which method and path asks the registry for what: the part of Confluent's REST API that its clients need.
 * Thread-safe.
 */
final class RegistryRoutes {
    private static final String PLACE = "*";

    private final List<Route> routes;

    RegistryRoutes(SchemaQueries queries, SchemaRegistry registry) {
        routes = List.of(
                new Route("GET", "/", call -> RegistryReply.ok(JsonNodeFactory.instance.objectNode())),
                new Route("GET", "/mode", call -> readWrite()),
                new Route("GET", "/mode/*", call -> readWrite()),
                new Route("GET", "/schemas/types", call -> schemaTypes()),
                new Route("GET", "/schemas/ids/*", call -> queries.schema(call.place(0), call.isAsked("fetchMaxId"))),
                new Route("GET", "/schemas/ids/*/versions", call -> queries.uses(call.place(0))),
                new Route("GET", "/subjects", call -> queries.subjects(call.queried("subjectPrefix"))),
                new Route("POST", "/subjects/*", call -> call.withBody(body -> registry.lookUp(call.place(0), body))),
                new Route("GET", "/subjects/*/versions", call -> queries.versions(call.place(0))),
                new Route(
                        "POST",
                        "/subjects/*/versions",
                        call -> call.withBody(body -> registry.register(call.place(0), body))),
                new Route("GET", "/subjects/*/versions/*", call -> queries.version(call.place(0), call.place(1))),
                new Route("GET", "/config", call -> registry.globalLevel()),
                new Route("GET", "/config/*", call -> registry.level(call.place(0), call.isAsked("defaultToGlobal"))),
                new Route("PUT", "/config/*", call -> call.withBody(body -> registry.setLevel(call.place(0), body))),
                new Route(
                        "POST",
                        "/compatibility/subjects/*/versions",
                        call -> call.withBody(body -> registry.test(call.place(0), body, call.isAsked("verbose")))),
                new Route(
                        "POST",
                        "/compatibility/subjects/*/versions/*",
                        call -> call.withBody(body ->
                                registry.testAgainst(call.place(0), call.place(1), body, call.isAsked("verbose")))));
    }

    RegistryReply answer(String method, String path, MultiMap query, byte[] body) {
        List<String> segments;
        try {
            segments = segments(path);
        } catch (IllegalArgumentException e) {
            return RegistryReply.refused(RegistryError.MALFORMED_REQUEST, "The path is malformed: " + e.getMessage());
        }
        List<Route> onPath = routes.stream()
                .filter(route -> matches(route.segments(), segments))
                .toList();
        if (onPath.isEmpty()) {
            return RegistryReply.refused(RegistryError.NO_SUCH_PATH, "HTTP 404 Not Found");
        }
        Optional<Route> called =
                onPath.stream().filter(route -> route.method().equals(method)).findFirst();
        return called.map(route ->
                        route.reply().apply(new RegistryCall(places(route.segments(), segments), query, body)))
                .orElseGet(
                        () -> RegistryReply.refused(RegistryError.METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed"));
    }

    /** The path's segments, decoded only after the split: a subject may hold a slash. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return segments;
    }

    private static boolean matches(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals(PLACE) && !pattern.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> places(List<String> pattern, List<String> segments) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equals(PLACE)) {
                places.add(segments.get(i));
            }
        }
        return places;
    }

    private static RegistryReply readWrite() {
        return RegistryReply.ok(JsonNodeFactory.instance.objectNode().put("mode", "READWRITE"));
    }

    private static RegistryReply schemaTypes() {
        return RegistryReply.ok(JsonNodeFactory.instance.arrayNode().add("AVRO"));
    }

    private record Route(String method, List<String> segments, Function<RegistryCall, RegistryReply> reply) {
        Route(String method, String path, Function<RegistryCall, RegistryReply> reply) {
            this(method, RegistryRoutes.segments(path), reply);
        }
    }
}

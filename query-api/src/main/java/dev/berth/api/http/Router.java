package dev.berth.api.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the route of a path: a tree of path segments in which a literal wins over a parameter. Immutable once built;
 * any thread may use it.
 */
public final class Router {
    private final List<Route> routes;
    private final Node root = new Node();

    /** What a path leads to: the routes there by method, and the path's parameters. */
    public record Match(Map<HttpMethod, Route> routes, Map<String, String> parameters) {
        public Optional<Route> route(HttpMethod method) {
            return Optional.ofNullable(routes.get(method));
        }

        private Match with(String name, String value) {
            Map<String, String> all = new HashMap<>(parameters);
            all.put(name, value);
            return new Match(routes, all);
        }

        /** The methods that would have been right, as the header Allow lists them. */
        public String allowed() {
            return routes.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        }
    }

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            add(route);
        }
    }

    public List<Route> routes() {
        return routes;
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.template())) {
            node = segment.startsWith("{") ? node.parameter(segment) : node.literal(segment);
        }
        Route before = node.routes.put(route.method(), route);
        if (before != null) {
            throw new IllegalStateException("expected one route for " + route + " but got two");
        }
    }

    /** Where the decoded path leads, if anywhere; a segment is taken by its own name rather than as a parameter. */
    public Optional<Match> match(String path) {
        return match(root, segments(path), 0);
    }

    /** The template with the most segments bounds how deep this goes. */
    private static Optional<Match> match(Node node, List<String> segments, int at) {
        if (at == segments.size()) {
            return node.routes.isEmpty() ? Optional.empty() : Optional.of(new Match(node.routes, Map.of()));
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(segment);
        Optional<Match> found = literal == null ? Optional.empty() : match(literal, segments, at + 1);
        if (found.isPresent() || node.parameter == null || segment.isEmpty()) {
            return found;
        }
        return match(node.parameter, segments, at + 1).map(match -> match.with(node.parameterName, segment));
    }

    /** "" and "/" are the root; after it an empty segment, as in a trailing slash, counts. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(4);
        int start = path.startsWith("/") ? 1 : 0;
        if (start == path.length()) {
            return segments;
        }
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        segments.add(path.substring(start));
        return segments;
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<HttpMethod, Route> routes = new LinkedHashMap<>();
        private Node parameter;
        private String parameterName;

        Node literal(String segment) {
            return literals.computeIfAbsent(segment, s -> new Node());
        }

        Node parameter(String segment) {
            String name = segment.substring(1, segment.length() - 1);
            if (parameter == null) {
                parameter = new Node();
                parameterName = name;
            } else if (!parameterName.equals(name)) {
                throw new IllegalStateException("expected the parameter " + parameterName + " but got " + name);
            }
            return parameter;
        }
    }
}

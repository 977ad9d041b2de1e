package dev.berth.api.differential;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request, as it is sent to both services.
 *
 * @param headers by name, in small letters
 */
public record ApiCall(String method, String path, Map<String, String> headers, Optional<String> body) {
    static final String VERSION = "openstack-api-version";
    static final String TOKEN = "x-auth-token";
    static final String CONTENT_TYPE = "content-type";

    private static ApiCall of(String method, int minor, String path, Optional<String> body) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(TOKEN, "admin");
        headers.put(VERSION, "placement 1." + minor);
        body.ifPresent(text -> headers.put(CONTENT_TYPE, "application/json"));
        return new ApiCall(method, path, headers, body);
    }

    static ApiCall get(int minor, String path) {
        return of("GET", minor, path, Optional.empty());
    }

    static ApiCall delete(int minor, String path) {
        return of("DELETE", minor, path, Optional.empty());
    }

    static ApiCall put(int minor, String path) {
        return of("PUT", minor, path, Optional.empty());
    }

    static ApiCall put(int minor, String path, String body) {
        return of("PUT", minor, path, Optional.of(body));
    }

    static ApiCall post(int minor, String path, String body) {
        return of("POST", minor, path, Optional.of(body));
    }

    ApiCall withMethod(String other) {
        return new ApiCall(other, path, headers, body);
    }

    ApiCall withPath(String other) {
        return new ApiCall(method, other, headers, body);
    }

    ApiCall withBody(String other) {
        return new ApiCall(method, path, headers, Optional.of(other));
    }

    ApiCall withHeader(String name, String value) {
        Map<String, String> others = new TreeMap<>(headers);
        others.put(name, value);
        return new ApiCall(method, path, others, body);
    }

    ApiCall withoutHeader(String name) {
        Map<String, String> others = new TreeMap<>(headers);
        others.remove(name);
        return new ApiCall(method, path, others, body);
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The call as a command line that anybody can run against either service. */
    public String curl() {
        StringBuilder text = new StringBuilder("curl -s -X ").append(method);
        headers.forEach((name, value) ->
                text.append(" -H '").append(name).append(": ").append(value).append('\''));
        body.ifPresent(b -> text.append(" -d '").append(b.replace("'", "'\\''")).append('\''));
        return text.append(" \"$URL").append(path).append('"').toString();
    }
}

package dev.berth.api.differential;

import java.util.Optional;

/** One request, as it is sent to both services. */
record ApiCall(String method, String version, String path, Optional<String> body) {
    static ApiCall of(String method, String version, String path) {
        return new ApiCall(method, version, path, Optional.empty());
    }

    /** The call as a command line that anybody can run against either service. */
    String curl() {
        return "curl -s -X " + method + " -H 'x-auth-token: admin' -H 'openstack-api-version: placement " + version
                + "'"
                + body.map(b -> " -H 'content-type: application/json' -d '" + b + "'")
                        .orElse("") + " \"$URL" + path
                + "\"";
    }
}

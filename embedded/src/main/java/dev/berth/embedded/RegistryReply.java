package dev.berth.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a request is answered with: an HTTP status and a JSON body, either what was asked for or an error. */
record RegistryReply(int status, JsonNode body) {
    static RegistryReply ok(JsonNode body) {
        return new RegistryReply(200, body);
    }

    static RegistryReply refused(RegistryError error, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("error_code", error.code());
        body.put("message", message);
        return new RegistryReply(error.status(), body);
    }
}

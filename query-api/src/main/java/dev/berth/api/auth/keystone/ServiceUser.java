package dev.berth.api.auth.keystone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The user as whom the service asks Keystone for a token of its own: with a password or an application credential.
 *
 * @param name for messages, without a secret
 */
record ServiceUser(String name, ObjectNode request) {
    /** The scope of a password's token, as Keystone's API has it; an application credential has one of its own. */
    static ServiceUser withPassword(String name, ObjectNode user, ObjectNode scope) {
        ObjectNode auth = JsonNodeFactory.instance.objectNode();
        ObjectNode identity = auth.putObject("identity");
        identity.putArray("methods").add("password");
        identity.putObject("password").set("user", user);
        auth.set("scope", scope);
        return new ServiceUser(name, JsonNodeFactory.instance.objectNode().set("auth", auth));
    }

    static ServiceUser withApplicationCredential(String name, ObjectNode credential) {
        ObjectNode auth = JsonNodeFactory.instance.objectNode();
        ObjectNode identity = auth.putObject("identity");
        identity.putArray("methods").add("application_credential");
        identity.set("application_credential", credential);
        return new ServiceUser(name, JsonNodeFactory.instance.objectNode().set("auth", auth));
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return name;
    }
}

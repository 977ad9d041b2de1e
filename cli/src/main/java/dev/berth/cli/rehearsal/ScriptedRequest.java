package dev.berth.cli.rehearsal;

/**
 * One request of a rehearsal.
 *
 * @param body JSON; empty for none
 * @param expected the status that answers it
 */
record ScriptedRequest(String method, String path, String body, int expected) {
    static ScriptedRequest get(String path) {
        return new ScriptedRequest("GET", path, "", 200);
    }

    static ScriptedRequest put(String path, int expected, String body) {
        return new ScriptedRequest("PUT", path, body, expected);
    }

    static ScriptedRequest post(String path, int expected, String body) {
        return new ScriptedRequest("POST", path, body, expected);
    }

    static ScriptedRequest delete(String path, int expected) {
        return new ScriptedRequest("DELETE", path, "", expected);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

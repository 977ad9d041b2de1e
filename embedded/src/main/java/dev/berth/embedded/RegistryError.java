package dev.berth.embedded;

/** Why the registry refuses a request: Confluent's error codes, and the HTTP status each comes with. */
enum RegistryError {
    /** The body is not a JSON object, or the path is not percent-encoded as it should be. */
    MALFORMED_REQUEST(400, 400),
    /** A page of another site asks, by way of a browser. */
    FOREIGN_ORIGIN(403, 403),
    /** No such path in this registry. */
    NO_SUCH_PATH(404, 404),
    /** The path is known, with other methods. */
    METHOD_NOT_ALLOWED(405, 405),
    /** The rest of the body did not come in time. */
    BODY_TOO_SLOW(408, 408),
    /** The new schema breaks the subject's compatibility level. */
    INCOMPATIBLE_SCHEMA(409, 409),
    /** The body is longer than a schema may be. */
    BODY_TOO_LARGE(413, 413),
    /** The body is not said to be JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, 415),
    /** The request is for a name that is not this machine's own. */
    FOREIGN_HOST(421, 421),
    /** Nothing was ever registered under the subject. */
    SUBJECT_NOT_FOUND(404, 40401),
    /** The subject exists, without that version. */
    VERSION_NOT_FOUND(404, 40402),
    /** No schema has that id, or the subject does not hold that schema. */
    SCHEMA_NOT_FOUND(404, 40403),
    /** The subject follows the global level. */
    SUBJECT_LEVEL_NOT_SET(404, 40408),
    /** The schema is missing, does not parse, or is of a kind this registry does not keep. */
    INVALID_SCHEMA(422, 42201),
    /** The version is neither a positive number nor "latest". */
    INVALID_VERSION(422, 42202),
    /** The compatibility level is missing or unknown. */
    INVALID_LEVEL(422, 42203),
    /** An id was asked for, which only Confluent's import mode grants. */
    OPERATION_NOT_PERMITTED(422, 42205),
    /** The level would bind less than the one that the subject has. */
    LEVEL_LOOSENED(422, 42206),
    /** The subject is empty or holds control characters. */
    INVALID_SUBJECT(422, 42208),
    /** A bug in this registry; its log has the details. */
    FAULT(500, 500),
    /** Kafka did not take or give the record; trying again is safe. */
    STORE_FAILED(500, 50001);

    private final int status;
    private final int code;

    RegistryError(int status, int code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}

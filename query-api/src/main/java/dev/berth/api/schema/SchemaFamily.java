package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The schemas of one route, by the version from which each holds. The files are named {@code NAME-1.MINOR.json} and
 * read once. Immutable; any thread may use it.
 */
public final class SchemaFamily {
    private static final Buffer NOTHING = Buffer.buffer();

    private final String name;
    private final NavigableMap<Microversion, SchemaFile> files;

    private SchemaFamily(String name, NavigableMap<Microversion, SchemaFile> files) {
        this.name = name;
        this.files = files;
    }

    /** The family whose files begin to hold at the given minor versions. */
    static SchemaFamily of(String name, int... minors) {
        NavigableMap<Microversion, SchemaFile> files = new TreeMap<>();
        for (int minor : minors) {
            Microversion since = new Microversion(minor);
            files.put(since, SchemaFile.read(name + "-" + since + ".json"));
        }
        return new SchemaFamily(name, Collections.unmodifiableNavigableMap(files));
    }

    public String name() {
        return name;
    }

    /** The schemas by the version from which each holds. */
    public NavigableMap<Microversion, SchemaFile> files() {
        return files;
    }

    /**
     * Reads a body and holds it against the version's schema.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it is no JSON or does not fit
     */
    public JsonNode body(Microversion version, Optional<Buffer> body) {
        JsonNode value = JsonText.parse(body.orElse(NOTHING));
        requireFits(version, value);
        return value;
    }

    /**
     * Reads a body that may have fields which the schemas do not know, and holds the rest of it against the version's
     * schema.
     *
     * @param extension the names of those fields
     * @throws dev.berth.api.problem.ProblemException 400 if it is no JSON or the rest does not fit
     */
    public ExtendedBody body(Collection<String> extension, Microversion version, Optional<Buffer> body) {
        ExtendedBody value = ExtendedBody.split(JsonText.parse(body.orElse(NOTHING)), extension);
        requireFits(version, value.rest());
        return value;
    }

    /**
     * Holds the parameters of a query string against the version's schema.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it does not fit
     */
    public void requireParametersFit(Microversion version, ObjectNode parameters) {
        file(version).violation(parameters).ifPresent(violation -> {
            throw Problem.badRequest("Invalid query string parameters: " + violation)
                    .exception();
        });
    }

    /**
     * Holds a value that did not come as a body against the version's schema, as if it had.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it does not fit
     */
    public void requireFits(Microversion version, JsonNode value) {
        file(version).violation(value).ifPresent(violation -> {
            throw Problem.badRequest("JSON does not validate: " + violation).exception();
        });
    }

    private SchemaFile file(Microversion version) {
        if (files.floorEntry(version) == null) {
            throw new IllegalStateException("expected a schema of " + name + " for " + version + " but there is none");
        }
        return files.floorEntry(version).getValue();
    }
}

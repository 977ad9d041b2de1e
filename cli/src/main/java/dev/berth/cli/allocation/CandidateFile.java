package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** An allocation request, one of those that candidates have, in a file or at standard input. Stateless. */
final class CandidateFile {
    private static final int BYTES_MAX = 4 * 1024 * 1024;
    private static final String STDIN = "-";

    private CandidateFile() {}

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @throws CannotRunException if it cannot be read, or is something else */
    static ObjectNode read(String file) {
        JsonNode read;
        try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new CannotRunException("the candidate in " + file + " has more than " + BYTES_MAX + " bytes");
            }
            read = BoundedJson.mapper().readTree(bytes);
        } catch (IOException | InvalidPathException e) {
            throw new CannotRunException("the candidate in " + file + " cannot be read: " + FailureWords.of(e), e);
        }
        if (!(read instanceof ObjectNode request) || !read.path("allocations").isObject()) {
            throw new CannotRunException("expected one of the allocation_requests of berth candidates --json in " + file
                    + ", such as: berth candidates … --json | jq .allocation_requests[0]");
        }
        return request;
    }
}

package dev.berth.agent.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.berth.agent.mount.MountRead;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads JSON strictly: a key given twice, or anything after the end, is a mistake that somebody should see. */
final class JsonFile {
    static final ObjectMapper MAPPER = BoundedJson.mapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Far above the record of a host with all the devices and guests that it may have. */
    private static final int BYTES_MAX = 8 << 20;

    private JsonFile() {}

    static <T> FileContent<T> read(Path file, Class<T> type) {
        try {
            byte[] bytes = MountRead.of(file, () -> read(file));
            if (bytes.length > BYTES_MAX) {
                return unusable(file, "expected at most " + BYTES_MAX + " bytes but got more");
            }
            T value = MAPPER.readValue(bytes, type);
            return value == null || value instanceof NullNode
                    ? unusable(file, "expected JSON with something in it but got null")
                    : FileContent.of(value);
        } catch (NoRegularFileException e) {
            return unusable(file, "expected a regular file, because it is read again at each look");
        } catch (NoSuchFileException e) {
            return unusable(file, "there is no such file");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return unusable(file, "expected JSON but got" + where + ": " + FailureWords.problem(e));
        } catch (AccessDeniedException e) {
            return unusable(file, "cannot be read: permission denied");
        } catch (IOException e) {
            return unusable(file, "cannot be read: " + FailureWords.of(e));
        }
    }

    /** Even to open a pipe may take for ever. */
    private static final class NoRegularFileException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new NoRegularFileException();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BYTES_MAX + 1);
        }
    }

    private static <T> FileContent<T> unusable(Path file, String problem) {
        return FileContent.unusable(List.of(file + ": " + problem));
    }
}

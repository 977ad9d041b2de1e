package dev.berth.agent.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads JSON strictly: a key given twice, or anything after the end, is a mistake that somebody should see. */
final class JsonFile {
    static final ObjectMapper MAPPER = BoundedJson.mapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonFile() {}

    static <T> FileContent<T> read(Path file, Class<T> type) {
        try {
            return FileContent.of(MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return unusable(file, "there is no such file");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return unusable(file, "expected JSON but got" + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            return unusable(file, "cannot be read: " + e.getMessage());
        }
    }

    private static <T> FileContent<T> unusable(Path file, String problem) {
        return FileContent.unusable(List.of(file + ": " + problem));
    }
}

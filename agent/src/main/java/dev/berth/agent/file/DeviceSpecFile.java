package dev.berth.agent.file;

import dev.berth.devicespec.DeviceSpec;
import java.nio.file.Path;

/** Device specs as JSON files: one entry, or a list of entries. */
public final class DeviceSpecFile {
    private DeviceSpecFile() {}

    /** The spec in the file, or all that is wrong with it, by entry and key. */
    public static FileContent<DeviceSpec> read(Path file) {
        FileContent<Object> content = JsonFile.read(file, Object.class);
        if (content.value().isEmpty()) {
            return FileContent.unusable(content.problems());
        }
        DeviceSpec.Parsed parsed = DeviceSpec.parse(content.value().get());
        return parsed.spec()
                .map(FileContent::of)
                .orElseGet(() -> FileContent.unusable(parsed.errors().stream()
                        .map(error -> file + ": " + error)
                        .toList()));
    }
}

package dev.berth.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Not a test but a tool: writes what the schemas are now as those of a release. See src/test/released/README.md. */
class FreezeRelease {
    private static final String RELEASE = "schemas.freeze";

    @Test
    @EnabledIfSystemProperty(named = RELEASE, matches = ".+")
    void writesTheSchemasOfTheRelease() throws IOException {
        for (Schema schema : Schemas.whole().values()) {
            Path file = Schemas.releasedFile(System.getProperty(RELEASE), schema);
            Files.createDirectories(file.getParent());
            Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
        }
    }
}

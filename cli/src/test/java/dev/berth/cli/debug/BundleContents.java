package dev.berth.cli.debug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What is in a bundle, by the names of its parts. */
record BundleContents(TreeMap<String, String> parts) {
    static BundleContents of(Path file) throws IOException {
        TreeMap<String, String> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new BundleContents(parts);
    }

    JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(parts.getOrDefault(name, ""));
    }

    /** Why a part is not whole; empty if it is. */
    String why(String name) throws IOException {
        for (JsonNode part : json("manifest.json").path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part.path("why").asText("");
            }
        }
        return "it is not in the manifest";
    }

    String all() {
        return String.join("\n", parts.values());
    }
}

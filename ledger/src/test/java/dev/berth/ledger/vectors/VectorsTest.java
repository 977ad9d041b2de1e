package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs rules written as data: every {@code *.json} in the directory that {@code -Dberth.vectors=DIR} names, or else the
 * project's own. A vector has an id, a category that picks its runner, what is given, what is done and what is
 * expected; and a strictness: {@code must} and {@code order} have to pass, the others are reported. Their choices are
 * in docs/adr/0008.
 */
final class VectorsTest {
    private static final Set<String> BINDING = Set.of("must", "order");

    @Test
    void everyBindingVectorPasses() throws IOException {
        List<String> failedBinding = new ArrayList<>();
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (Path file : files()) {
            for (JsonNode vector : new ObjectMapper().readTree(file.toFile()).path("vectors")) {
                String strictness = vector.path("strictness").asText("must");
                String failure = failure(vector);
                String verdict = failure.isEmpty() ? "passed" : "FAILED";
                counts.merge(strictness + " " + verdict, 1, Integer::sum);
                System.out.println(verdict + " " + vector.path("id").asText() + " (" + strictness + ")"
                        + (failure.isEmpty() ? "" : ": " + failure));
                if (!failure.isEmpty() && BINDING.contains(strictness)) {
                    failedBinding.add(vector.path("id").asText() + ": " + failure);
                }
            }
        }
        System.out.println("vectors: " + counts);
        assertThat(counts).as("vectors found").isNotEmpty();
        assertThat(failedBinding).isEmpty();
    }

    private static String failure(JsonNode vector) {
        String category = vector.path("category").asText();
        try {
            VectorRunners.of(category)
                    .orElseThrow(() -> new AssertionError("no runner for category '" + category + "'"))
                    .run(vector);
            return "";
        } catch (AssertionError | RuntimeException e) {
            return String.valueOf(e).strip().replaceAll("\\s+", " ");
        }
    }

    private static List<Path> files() throws IOException {
        String directory = System.getProperty("berth.vectors", "src/test/resources/vectors");
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}

package dev.berth.cli.nova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.events.report.AttributeDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nova's own code reads a nova.conf and the lines that Berth would write for it, and finds the same aliases as Berth
 * does. It needs Debian's python3-nova: installed, or unpacked and named with
 * -Dnova.path=DIR/usr/lib/python3/dist-packages.
 */
class NovaReadsAliasesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCRIPT = """
            import json, sys
            from nova import objects
            import nova.conf
            from nova.pci import request
            nova.conf.CONF([], project='nova', default_config_files=[sys.argv[1]])
            print(json.dumps(request._get_alias_from_config()))
            """;
    private static final String CONF = """
            [DEFAULT]
            pci_alias = {"name": "old", "vendor_id": "8086", "product_id": "0443", "device_type": "type-PCI"}
            [pci]
            alias = { "name": "qat",
                "product_id": "0443", "vendor_id": "8086",
                "device_type": "type-PCI",
                "numa_policy": "required" }
            alias: {"name": "qat", "product_id": "37c8", "vendor_id": "8086", "device_type": "type-PCI", \
            "numa_policy": "required"}
            alias = '{"name": "a$$b \\$ c", "vendor_id": "10de", "product_id": "1db6", "device_type": "type-PF"}'
            # alias = {"name": "commented"}
            """;

    @TempDir
    Path dir;

    @Test
    void novaFindsTheSameAliasesInTheFileAndInWhatIsWrittenForIt() throws Exception {
        assumeTrue(
                System.getProperty("nova.path") != null
                        || run("import nova", Path.of("/")).isPresent(),
                "no nova to read with: apt-get install python3-nova, or unpack it and say -Dnova.path=…");
        Path given = Files.writeString(dir.resolve("nova.conf"), CONF);
        AliasFile file = AliasFile.read(given);
        assertThat(file.problems()).isEmpty();
        List<String> lines = AliasLines.of(file.flavors().values());
        Path written = Files.write(dir.resolve("written.conf"), lines);

        JsonNode before = MAPPER.readTree(run(SCRIPT, given).orElseThrow());

        assertThat(before.size()).isEqualTo(3);
        file.flavors().forEach((name, flavor) -> {
            assertThat(before.path(name).path(0).asText())
                    .isEqualTo(flavor.policy()
                            .map(Object::toString)
                            .orElse("legacy")
                            .toLowerCase(Locale.ROOT));
            assertThat(before.path(name).path(1)).hasSameSizeAs(flavor.alternatives());
            for (int i = 0; i < flavor.alternatives().size(); i++) {
                assertThat(before.path(name).path(1).path(i))
                        .isEqualTo(AttributeDocument.of(
                                flavor.alternatives().get(i).attributes()));
            }
        });
        assertThat(MAPPER.readTree(run(SCRIPT, written).orElseThrow())).isEqualTo(before);
    }

    /** What the script prints; empty if it fails. */
    private static Optional<String> run(String script, Path argument) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", "-c", script, argument.toString());
        Optional.ofNullable(System.getProperty("nova.path"))
                .ifPresent(path -> builder.environment().put("PYTHONPATH", path));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process python = builder.start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!python.waitFor(60, TimeUnit.SECONDS)) {
            python.destroyForcibly();
        }
        return python.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    }
}

package dev.berth.cli.nova;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasFileTest {
    private static final int ROUNDS = 500;

    @TempDir
    Path dir;

    @Test
    void readsEveryFormInWhichNovasDocumentationWritesThem() {
        AliasFile file = of("""
                # what came before
                [DEFAULT]
                debug = true
                pci_alias = {"name": "old", "vendor_id": "8086", "product_id": "0443"}
                [pci]
                alias = { "name": "qat", "product_id": "0443", "vendor_id": "8086",
                    "device_type": "type-PCI",
                    "numa_policy": "required" }
                alias: '{"name": "qat", "product_id": "37c8", "vendor_id": "8086", "device_type": "type-PCI", \
                "numa_policy": "required"}'
                alias = {
                  "name": "a$$b",
                \t"vendor_id": "10de",
                  "product_id": "1db6"
                  }

                ; alias = {"name": "commented"}
                device_spec = {"vendor_id": "10de"}
                [other]
                alias = not for us
                """);

        assertThat(file.problems()).isEmpty();
        assertThat(file.flavors().keySet()).containsExactly("a$b", "old", "qat");
        assertThat(file.flavors().get("qat").alternatives()).hasSize(2);
        assertThat(file.flavors().get("qat").policy()).contains(NumaPolicy.REQUIRED);
        assertThat(file.flavors().get("old").policy()).isEmpty();
    }

    @Test
    void saysInWhichLineSomethingIsWrong() {
        AliasFile file = of("""
                [pci]
                alias = {"name": "a",
                    "vendor_id": "8086",
                    "product_id" "0443"}
                alias = {
                    "name": "b"
                }
                alias = {"name": "c", "vendor_id": "8086", "product_id": "0443", "colour": "red"}
                alias = ["d"]
                alias = {"name": "e", "name": "f"}
                alias =
                """);

        assertThat(file.flavors()).isEmpty();
        assertThat(file.problems())
                .hasSize(7)
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("line 4: expected the JSON of an alias that begins in line 2"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("line 7: expected NAME = VALUE, or a blank before"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("line 8: expected keys of")
                        .endsWith("got colour"))
                .anySatisfy(problem -> assertThat(problem).startsWith("line 9: expected a map"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("line 10: expected the JSON")
                        .contains("Duplicate"))
                .anySatisfy(problem -> assertThat(problem).startsWith("line 11: expected the JSON"));
    }

    @Test
    void readsNoFileThatCannotBeANovaConf() throws Exception {
        assertThat(AliasFile.read(dir.resolve("none")).problems()).hasSize(1);
        Path binary = Files.write(dir.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(AliasFile.read(binary).problems()).containsExactly("expected a text in UTF-8");
        Path large = Files.write(dir.resolve("large"), new byte[AliasFile.BYTES_MAX + 1]);
        assertThat(AliasFile.read(large).problems().get(0)).startsWith("expected a file of at most 4000000 bytes");
    }

    @Test
    void readsWhatWasWrittenAsItWas() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            TreeMap<String, PciFlavor> flavors = new TreeMap<>();
            for (int i = 0; i < random.nextInt(5); i++) {
                PciFlavor flavor = flavor(random);
                flavors.put(flavor.name(), flavor);
            }
            AliasFile again = AliasFile.of(AliasLines.of(flavors.values()));

            assertThat(again.problems()).as("seed " + seed).isEmpty();
            assertThat(again.flavors()).as("seed " + seed).isEqualTo(flavors);
        }
    }

    @Test
    void leavesOutWhatNoAliasCanAskForAndSaysSo() {
        List<String> lines = AliasLines.of(List.of(new PciFlavor(
                "10g", ImmutableList.of(PciAlternative.of("speed", "10g")), Optional.empty(), Optional.empty(), 0)));

        assertThat(lines).hasSize(2).first().isEqualTo("[pci]");
        assertThat(lines.get(1)).startsWith("# 10g is left out: ");
    }

    private static PciFlavor flavor(Random random) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        Optional<String> type = random.nextBoolean() ? Optional.of("type-VF") : Optional.empty();
        for (int i = 0; i <= random.nextInt(3); i++) {
            TreeMap<String, AttributeValue> attributes = new TreeMap<>();
            attributes.put("vendor_id", AttributeValue.of("%04x".formatted(random.nextInt(0x10000))));
            attributes.put("product_id", AttributeValue.of("%04X".formatted(random.nextInt(0x10000))));
            type.ifPresent(text -> attributes.put("dev_type", AttributeValue.of(text)));
            if (random.nextBoolean()) {
                attributes.put("traits", AttributeValue.of("CUSTOM_$A,HW_B"));
            }
            if (random.nextBoolean()) {
                attributes.put("live_migratable", AttributeValue.of(random.nextBoolean()));
            }
            alternatives.add(new PciAlternative(ImmutableSortedMap.copyOfSorted(attributes)));
        }
        String letters = "ab $\\\"'#;:=é";
        StringBuilder name = new StringBuilder("n");
        for (int i = 0; i < random.nextInt(6); i++) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return new PciFlavor(
                name.toString().strip(),
                alternatives.build(),
                random.nextBoolean()
                        ? Optional.of(NumaPolicy.values()[random.nextInt(NumaPolicy.values().length)])
                        : Optional.empty(),
                Optional.empty(),
                0);
    }

    private static AliasFile of(String text) {
        return AliasFile.of(text.lines().toList());
    }
}

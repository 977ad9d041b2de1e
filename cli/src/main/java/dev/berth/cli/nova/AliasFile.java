package dev.berth.cli.nova;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.PciFlavor;
import dev.berth.ledger.resource.pci.flavor.AliasError;
import dev.berth.ledger.resource.pci.flavor.Aliases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The PCI aliases of a nova.conf: each value of {@code alias} in section {@code pci}, and of its old name
 * {@code pci_alias} in {@code DEFAULT}.
 *
 * @param flavors by name; none if anything is wrong
 * @param problems all that is wrong, each with the line where it stands
 */
public record AliasFile(ImmutableSortedMap<String, PciFlavor> flavors, ImmutableList<String> problems) {
    /** Many times what the largest nova.conf has. */
    static final int BYTES_MAX = 4_000_000;

    private static final ObjectMapper MAPPER = BoundedJson.mapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final ImmutableMap<String, String> NAMES = ImmutableMap.of("pci", "alias", "default", "pci_alias");

    public static AliasFile read(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                return unreadable("expected a file of at most " + BYTES_MAX + " bytes but got a longer one");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return of(text.lines().toList());
        } catch (CharacterCodingException e) {
            return unreadable("expected a text in UTF-8");
        } catch (IOException e) {
            return unreadable("cannot be read: " + FailureWords.of(e));
        }
    }

    static AliasFile of(List<String> lines) {
        ConfigLines config = ConfigLines.read(lines);
        List<String> problems = new ArrayList<>(config.problems());
        List<Aliases.Definition> definitions = new ArrayList<>();
        for (ConfigLines.Option option : config.options()) {
            if (option.name().equals(NAMES.get(option.section()))) {
                definition(option, definitions, problems);
            }
        }
        Aliases.Parsed parsed = Aliases.parse(definitions);
        parsed.errors().stream().map(AliasError::toString).forEach(problems::add);
        return new AliasFile(
                problems.isEmpty() ? parsed.flavors() : ImmutableSortedMap.of(), ImmutableList.copyOf(problems));
    }

    private static void definition(
            ConfigLines.Option option, List<Aliases.Definition> definitions, List<String> problems) {
        try {
            // A dollar sign would refer to another option, so two stand for one, and so does one behind a backslash.
            String json = option.value().replace("\\$", "$$").replace("$$", "$");
            definitions.add(new Aliases.Definition("line " + option.line(), MAPPER.readValue(json, Object.class)));
        } catch (JsonProcessingException e) {
            int below =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            problems.add("line " + (option.line() + below - 1) + ": expected the JSON of an alias that begins in line "
                    + option.line() + " but " + e.getOriginalMessage());
        }
    }

    private static AliasFile unreadable(String why) {
        return new AliasFile(ImmutableSortedMap.of(), ImmutableList.of(why));
    }
}

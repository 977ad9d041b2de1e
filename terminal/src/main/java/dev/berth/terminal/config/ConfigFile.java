package dev.berth.terminal.config;

import com.google.common.collect.ImmutableList;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Reads a configuration: a YAML mapping of sections, each a mapping from keys to a value or a list of values. It is
 * read event by event, so nothing is built of what is not of that form, and there are no anchors that could make much
 * of little. For one reading.
 */
final class ConfigFile {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int VALUES_MAX = 1_000;

    private static final ImmutableList<String> NULLS = ImmutableList.of("", "~", "null", "Null", "NULL");

    private final Path path;
    private final Iterator<Event> events;
    private final ImmutableList.Builder<Given> given = ImmutableList.builder();
    private int values;

    /**
     * What stands at a key.
     *
     * @param isList whether it is written as a list
     * @param line counted from 1
     */
    record Given(String section, String key, ImmutableList<String> values, boolean isList, int line) {}

    private ConfigFile(Path path, Iterator<Event> events) {
        this.path = path;
        this.events = events;
    }

    /** @throws UnusableConfigException that says what is wrong, and where */
    static ImmutableList<Given> read(Path path) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(BYTES_MAX)
                .setLabel(path.toString())
                .build();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(SecretFile.read(path, BYTES_MAX)))
                    .toString();
            return new ConfigFile(path, new Parse(settings).parseString(text).iterator()).document();
        } catch (UnusableFileException e) {
            throw new UnusableConfigException("the configuration cannot be used: " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new UnusableConfigException("the configuration in " + path + " cannot be used: it is not UTF-8", e);
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new UnusableConfigException(path + where + ": expected YAML but " + e.getProblem(), e);
        } catch (YamlVersionException e) {
            throw new UnusableConfigException(
                    path + ": expected YAML 1.2 but its first line says that it is YAML "
                            + e.getSpecVersion().getRepresentation(),
                    e);
        } catch (YamlEngineException e) {
            throw new UnusableConfigException(path + ": expected YAML but " + e.getMessage(), e);
        }
    }

    private ImmutableList<Given> document() {
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return ImmutableList.of();
        }
        Event root = node();
        if (!isNull(root)) {
            sections(root);
        }
        events.next();
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw wrong(end, "expected one document but there is another");
        }
        return given.build();
    }

    private void sections(Event root) {
        if (!(root instanceof MappingStartEvent)) {
            throw wrong(root, "expected sections such as 'serve:', each with keys below it");
        }
        Set<String> names = new TreeSet<>();
        for (Event name = node(); name.getEventId() != Event.ID.MappingEnd; name = node()) {
            String section = name(name, names);
            Event body = node();
            if (body instanceof MappingStartEvent) {
                keys(section);
            } else if (!isNull(body)) {
                throw wrong(body, "expected keys below '" + section + ":', indented, but got a value");
            }
        }
    }

    private void keys(String section) {
        Set<String> keys = new TreeSet<>();
        for (Event name = node(); name.getEventId() != Event.ID.MappingEnd; name = node()) {
            String key = name(name, keys);
            Event value = node();
            boolean isList = value.getEventId() == Event.ID.SequenceStart;
            given.add(new Given(section, key, isList ? list(key) : one(key, value), isList, line(name)));
        }
    }

    private ImmutableList<String> list(String key) {
        List<String> all = new ArrayList<>();
        for (Event next = node(); next.getEventId() != Event.ID.SequenceEnd; next = node()) {
            all.add(text(key, next));
        }
        return ImmutableList.copyOf(all);
    }

    private ImmutableList<String> one(String key, Event value) {
        return isNull(value) ? ImmutableList.of() : ImmutableList.of(text(key, value));
    }

    private String text(String key, Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw wrong(event, "expected a value, or a list of values, for " + key);
        }
        if (++values > VALUES_MAX) {
            throw wrong(event, "expected at most " + VALUES_MAX + " values");
        }
        return scalar.getValue();
    }

    /** With two values for one key, one would be silently ignored. */
    private String name(Event event, Set<String> known) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw wrong(event, "expected a key");
        }
        if (!known.add(scalar.getValue())) {
            throw wrong(event, scalar.getValue() + " is given twice");
        }
        return scalar.getValue();
    }

    private Event node() {
        Event event = events.next();
        if (event.getEventId() == Event.ID.Alias
                || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw wrong(event, "expected no anchors and no aliases (& and *); put a text that begins so in quotes");
        }
        if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
                || event instanceof CollectionStartEvent started
                        && started.getTag().isPresent()) {
            throw wrong(event, "expected no tags (!); put a text that begins so in quotes");
        }
        return event;
    }

    private static boolean isNull(Event event) {
        return event instanceof ScalarEvent scalar && scalar.isPlain() && NULLS.contains(scalar.getValue());
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private UnusableConfigException wrong(Event event, String what) {
        return new UnusableConfigException(path + ":" + line(event) + ": " + what);
    }
}

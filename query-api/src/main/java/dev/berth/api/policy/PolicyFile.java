package dev.berth.api.policy;

import static dev.berth.events.model.MalformedException.quoted;

import dev.berth.events.model.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a policy file: one YAML (or JSON) mapping from names to rules. It is read event by event, so nothing is built
 * of what is not of that form. For one reading.
 */
final class PolicyFile {
    static final int BYTES_MAX = 256 * 1024;
    static final int RULES_MAX = 1_000;

    private final Iterator<Event> events;

    private PolicyFile(Iterator<Event> events) {
        this.events = events;
    }

    /** @throws MalformedException that says what is wrong, and where */
    static Map<String, Check> read(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new MalformedException("expected at most " + BYTES_MAX + " bytes but got " + bytes.length);
        }
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(BYTES_MAX)
                .setLabel("policy")
                .build();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new PolicyFile(new Parse(settings).parseString(text).iterator()).document();
        } catch (CharacterCodingException e) {
            throw new MalformedException("expected UTF-8");
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new MalformedException(
                    line + "expected YAML but " + e.getProblem() + "; \"@\" and \"!\" have to stand in quotes");
        } catch (YamlEngineException e) {
            throw new MalformedException("expected YAML but " + e.getMessage());
        }
    }

    private Map<String, Check> document() {
        Map<String, Check> rules = new LinkedHashMap<>();
        expect(Event.ID.StreamStart, events.next());
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            return rules;
        }
        Event root = node(events.next());
        if (isNull(root)) {
            return end(rules);
        }
        expect(Event.ID.MappingStart, root);
        for (Event next = node(events.next()); next.getEventId() != Event.ID.MappingEnd; next = node(events.next())) {
            expect(Event.ID.Scalar, next);
            String name = ((ScalarEvent) next).getValue();
            if (rules.size() == RULES_MAX) {
                throw new MalformedException("expected at most " + RULES_MAX + " rules");
            }
            if (name.isEmpty() || rules.put(name, rule(name)) != null) {
                throw new MalformedException(
                        line(next) + "expected a name, and each only once, but got " + quoted(name));
            }
        }
        return end(rules);
    }

    private Map<String, Check> end(Map<String, Check> rules) {
        expect(Event.ID.DocumentEnd, events.next());
        expect(Event.ID.StreamEnd, events.next());
        return rules;
    }

    private Check rule(String name) {
        Event value = node(events.next());
        try {
            if (value.getEventId() == Event.ID.SequenceStart) {
                return CheckParser.lists(alternatives());
            }
            return CheckParser.text(text(value));
        } catch (MalformedException e) {
            throw new MalformedException(line(value) + "rule " + quoted(name) + ": " + e.getMessage());
        }
    }

    private List<List<String>> alternatives() {
        List<List<String>> alternatives = new ArrayList<>();
        for (Event next = node(events.next()); next.getEventId() != Event.ID.SequenceEnd; next = node(events.next())) {
            List<String> all = new ArrayList<>();
            if (next.getEventId() == Event.ID.SequenceStart) {
                for (Event inner = node(events.next());
                        inner.getEventId() != Event.ID.SequenceEnd;
                        inner = node(events.next())) {
                    all.add(text(inner));
                }
            } else {
                all.add(text(next));
            }
            alternatives.add(all);
        }
        return alternatives;
    }

    private static String text(Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw new MalformedException("expected a text, or a list of texts and of lists of texts");
        }
        if (isNull(event)) {
            throw new MalformedException("expected a rule but got nothing; \"@\" is for everybody, \"!\" for nobody");
        }
        return scalar.getValue();
    }

    private static boolean isNull(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("null")
                        || scalar.getValue().equals("~"));
    }

    /** What may stand in such a file: neither tags nor aliases. */
    private static Event node(Event event) {
        boolean isTagged =
                event instanceof ScalarEvent scalar && scalar.getTag().isPresent();
        if (isTagged) {
            throw new MalformedException(line(event) + "expected no tag; \"!\" for nobody has to stand in quotes");
        }
        if (event.getEventId() == Event.ID.Alias
                || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new MalformedException(
                    line(event) + "expected neither anchor nor alias; a rule is used again as rule:its-name");
        }
        return event;
    }

    private static void expect(Event.ID id, Event event) {
        if (event.getEventId() != id) {
            throw new MalformedException(line(event) + "expected one mapping from names to rules, such as"
                    + " \"placement:traits:list\": \"role:reader\", but got " + event.getEventId());
        }
    }

    private static String line(Event event) {
        return event.getStartMark()
                .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                .orElse("");
    }
}

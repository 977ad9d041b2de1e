package dev.berth.api.policy;

import dev.berth.events.model.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text behind the colon of a check, in which {@code %(key)s} stands for what the target has under the key, and
 * {@code %%} for a percent sign.
 */
final class Template {
    private final List<Part> parts;

    /** Text as it is, or a key. */
    private record Part(String text, boolean isKey) {}

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    static Template of(String source) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            char next = source.charAt(at);
            if (next != '%') {
                plain.append(next);
                at++;
            } else if (source.startsWith("%%", at)) {
                plain.append('%');
                at += 2;
            } else {
                int end = source.indexOf(")s", at);
                if (!source.startsWith("%(", at)
                        || end < 0
                        || source.substring(at + 2, end).indexOf('(') >= 0) {
                    throw new MalformedException(
                            "expected %(key)s, such as %(project_id)s, or %% for a percent sign in "
                                    + MalformedException.quoted(source));
                }
                parts.add(new Part(plain.toString(), false));
                plain.setLength(0);
                parts.add(new Part(source.substring(at + 2, end), true));
                at = end + 2;
            }
        }
        parts.add(new Part(plain.toString(), false));
        if (parts.size() > 1) {
            parts.removeIf(part -> !part.isKey() && part.text().isEmpty());
        }
        return new Template(List.copyOf(parts));
    }

    /** The text for a target; null if the target has nothing under one of the keys, for then nothing equals it. */
    String text(Target target) {
        if (parts.size() == 1) {
            return text(parts.get(0), target);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String value = text(part, target);
            if (value == null) {
                return null;
            }
            text.append(value);
        }
        return text.toString();
    }

    private static String text(Part part, Target target) {
        if (!part.isKey()) {
            return part.text();
        }
        Optional<String> value = target.value(part.text());
        return value.orElse(null);
    }
}

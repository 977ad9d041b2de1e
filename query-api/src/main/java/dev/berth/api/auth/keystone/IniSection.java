package dev.berth.api.auth.keystone;

import dev.berth.credentials.UnusableFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One section of a file as oslo.config reads it: {@code name = value} lines, comments behind {@code #} or {@code ;} at
 * the begin of a line. A line that begins with a blank continues the value before. Remembers what was asked for, so
 * that what nobody asks for can be told.
 */
final class IniSection {
    private final String file;
    private final String section;
    private final Map<String, String> values;
    private final TreeSet<String> unasked;

    private IniSection(String file, String section, Map<String, String> values) {
        this.file = file;
        this.section = section;
        this.values = values;
        this.unasked = new TreeSet<>(values.keySet());
    }

    /**
     * Reads the section of that name, wherever it stands and in however many parts.
     *
     * @throws UnusableFileException if a line is none, or there is no such section
     */
    static IniSection read(String file, String text, String section) {
        Map<String, String> values = new TreeMap<>();
        boolean isFound = false;
        boolean isInside = false;
        String name = "";
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                continue;
            }
            if (stripped.startsWith("[") && stripped.endsWith("]")) {
                isInside = stripped.equals("[" + section + "]");
                isFound |= isInside;
                name = "";
            } else if (isInside && Character.isWhitespace(line.charAt(0)) && !name.isEmpty()) {
                values.merge(name, stripped, (before, more) -> before + "\n" + more);
            } else if (isInside) {
                int equals = stripped.indexOf('=');
                if (equals < 1) {
                    throw new UnusableFileException(
                            file + ", line " + number + ": expected a line such as name = value");
                }
                name = stripped.substring(0, equals).strip();
                values.put(name, unquoted(stripped.substring(equals + 1).strip()));
            }
        }
        if (!isFound) {
            throw new UnusableFileException(file + " has no section [" + section + "]");
        }
        return new IniSection(file, section, values);
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The value, if it is given and not empty. */
    Optional<String> value(String name) {
        unasked.remove(name);
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.isEmpty())
                .map(value -> withDollars(name, value));
    }

    /** oslo.config puts another option's value where {@code $name} stands, and one dollar where two do. */
    private String withDollars(String name, String value) {
        String text = value.replace("$$", "");
        if (text.indexOf('$') >= 0) {
            throw wrong(name + " refers to another option with $, which is not supported here; a dollar itself is $$");
        }
        return value.replace("$$", "$");
    }

    String required(String name) {
        return value(name).orElseThrow(() -> wrong("expected " + name));
    }

    boolean isTrue(String name, boolean otherwise) {
        return value(name)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "1", "yes", "on" -> true;
                    case "false", "0", "no", "off" -> false;
                    default -> throw wrong("expected " + name + " as true or false but got " + text);
                })
                .orElse(otherwise);
    }

    int number(String name, int otherwise, int min, int max) {
        return value(name)
                .map(text -> {
                    String expected =
                            "expected " + name + " as a whole number from " + min + " to " + max + " but got ";
                    try {
                        int number = Integer.parseInt(text);
                        if (number >= min && number <= max) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // Told below, as a number out of range is.
                    }
                    throw wrong(expected + text);
                })
                .orElse(otherwise);
    }

    /** The options that are given but that nobody asked for. */
    TreeSet<String> unasked() {
        return unasked;
    }

    UnusableFileException wrong(String what) {
        return new UnusableFileException(file + ", section [" + section + "]: " + what);
    }
}

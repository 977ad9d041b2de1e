package dev.berth.cli.nova;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The options of a configuration file as oslo.config reads it: {@code name = value} or {@code name: value} below a
 * {@code [section]}; a line that begins with a blank goes on with the value before it, an empty one ends it; {@code #}
 * and {@code ;} begin a comment line; one pair of quotes around a value on its first line goes.
 *
 * @param options in the order of the file; one that is given twice stands twice
 * @param problems lines that are none of these
 */
record ConfigLines(List<Option> options, List<String> problems) {
    /**
     * @param line where it begins, counted from 1
     * @param value its lines, without the blanks before them
     */
    record Option(int line, String section, String name, String value) {}

    static ConfigLines read(List<String> lines) {
        Reader reader = new Reader();
        for (int at = 0; at < lines.size(); at++) {
            reader.take(at + 1, lines.get(at).stripTrailing());
        }
        reader.flush();
        return new ConfigLines(List.copyOf(reader.options), List.copyOf(reader.problems));
    }

    private static final class Reader {
        private final List<Option> options = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final StringBuilder value = new StringBuilder();
        private String section = "";
        private String name = "";
        private int begun;

        void take(int number, String line) {
            boolean goesOn = line.startsWith(" ") || line.startsWith("\t");
            if (goesOn && !name.isEmpty()) {
                value.append('\n').append(line.strip());
                return;
            }
            flush();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                return;
            }
            if (line.startsWith("[")) {
                open(number, line);
            } else {
                begin(number, line, goesOn);
            }
        }

        private void open(int number, String line) {
            if (line.endsWith("]") && line.length() > 2) {
                section = line.substring(1, line.length() - 1).toLowerCase(Locale.ROOT);
            } else {
                problems.add("line " + number + ": expected a [section] but got " + line);
            }
        }

        private void begin(int number, String line, boolean goesOn) {
            int sign = firstOf(line, '=', ':');
            String key = sign < 0 ? "" : line.substring(0, sign).strip();
            if (key.isEmpty() || goesOn) {
                problems.add("line " + number + ": expected NAME = VALUE, or a blank before a line that goes on with a"
                        + " value, but got " + line.strip());
                return;
            }
            name = key;
            begun = number;
            value.append(unquoted(line.substring(sign + 1).strip()));
        }

        void flush() {
            if (!name.isEmpty()) {
                options.add(new Option(begun, section, name, value.toString()));
            }
            name = "";
            value.setLength(0);
        }

        private static int firstOf(String line, char one, char other) {
            int first = line.indexOf(one);
            int second = line.indexOf(other);
            return first < 0 || second >= 0 && second < first ? second : first;
        }

        private static String unquoted(String text) {
            boolean isQuoted = text.length() > 1
                    && (text.startsWith("\"") || text.startsWith("'"))
                    && text.charAt(0) == text.charAt(text.length() - 1);
            return isQuoted ? text.substring(1, text.length() - 1) : text;
        }
    }
}

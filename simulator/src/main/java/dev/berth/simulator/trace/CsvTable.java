package dev.berth.simulator.trace;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Comma-separated values without quotes, under a line of names. Immutable. */
record CsvTable(ImmutableList<Row> rows) {
    private static final long BYTES_MAX = 256L << 20;
    private static final int LINES_MAX = 1_000_000;
    private static final int LINE_LENGTH_MAX = 4096;
    private static final long NUMBER_MAX = Integer.MAX_VALUE;

    /**
     * Reads a file that has at least these columns.
     *
     * @throws TraceException if it has not, or if a line has more or fewer values than the first
     */
    static CsvTable read(Path file, String... columns) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new TraceException(file + ": expected at most 256 MiB but got " + Files.size(file) + " bytes");
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            ImmutableSortedMap<String, Integer> places = places(file, first == null ? "" : first, columns);
            ImmutableList.Builder<Row> rows = ImmutableList.builder();
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number > LINES_MAX + 1) {
                    throw wrong(file, number, "expected at most 1,000,000 lines but there are more");
                }
                rows.add(row(file, number, line, places));
            }
            return new CsvTable(rows.build());
        } catch (CharacterCodingException e) {
            throw new TraceException(file + ": expected text in UTF-8 but got other bytes");
        }
    }

    private static ImmutableSortedMap<String, Integer> places(Path file, String header, String... columns) {
        TreeMap<String, Integer> places = new TreeMap<>();
        for (String name : values(file, 1, header)) {
            if (places.put(name, places.size()) != null) {
                throw wrong(file, 1, "expected each column once but got two of " + Printable.of(name));
            }
        }
        for (String column : columns) {
            if (!places.containsKey(column)) {
                throw wrong(
                        file,
                        1,
                        "expected the columns " + String.join(",", columns) + " but there is no " + column + " in '"
                                + Printable.of(header) + "'");
            }
        }
        return ImmutableSortedMap.copyOfSorted(places);
    }

    private static List<String> values(Path file, int number, String line) {
        if (line.length() > LINE_LENGTH_MAX) {
            throw wrong(file, number, "expected at most 4096 characters but got " + line.length());
        }
        return Splitter.on(',').trimResults().splitToList(line);
    }

    private static Row row(Path file, int number, String line, ImmutableSortedMap<String, Integer> places) {
        List<String> values = values(file, number, line);
        if (values.size() != places.size()) {
            throw wrong(file, number, "expected " + places.size() + " values as in line 1 but got " + values.size());
        }
        return new Row(file, number, values, places);
    }

    private static TraceException wrong(Path file, int line, String what) {
        return new TraceException(file + ", line " + line + ": " + what);
    }

    /** One line below the first. */
    record Row(Path file, int line, List<String> values, ImmutableSortedMap<String, Integer> places) {
        String text(String column) {
            return values.get(places.get(column));
        }

        /** A whole number, no less than that and no more than an int can be. */
        long number(String column, long least) {
            return number(column, least, NUMBER_MAX);
        }

        long number(String column, long least, long most) {
            String text = text(column);
            long number = -1;
            if (text.matches("[0-9]{1,10}")) {
                number = Long.parseLong(text);
            }
            if (number < least || number > most) {
                throw wrong("expected a whole number from " + least + " to " + most + " as " + column + " but got '"
                        + Printable.of(text) + "'");
            }
            return number;
        }

        TraceException wrong(String what) {
            return CsvTable.wrong(file, line, what);
        }
    }
}

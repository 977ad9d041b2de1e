package dev.berth.cli.output;

import dev.berth.events.model.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text in columns: the first to the left, as names are, the others to the right, as numbers are, or all to the
 * left. A cell stays in its line, whatever is in it. For one thread.
 */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean isText;

    public Table(String... header) {
        this(false, header);
    }

    private Table(boolean isText, String... header) {
        this.isText = isText;
        rows.add(List.of(header));
    }

    /** A table with words in every column. */
    public static Table ofTexts(String... header) {
        return new Table(true, header);
    }

    public Table row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalStateException(
                    "expected " + rows.get(0).size() + " cells but got " + Arrays.toString(cells));
        }
        rows.add(Arrays.stream(cells).map(Printable::of).toList());
        return this;
    }

    /**
     * The lines for whoever sees so many columns: where the widest does not fit, without the column that can be spared.
     *
     * @param spared the header of that column
     */
    public List<String> linesWithin(int columns, String spared) {
        List<String> all = lines();
        int at = rows.get(0).indexOf(spared);
        if (at < 0 || all.stream().allMatch(line -> line.length() <= columns)) {
            return all;
        }
        Table rest = new Table(isText);
        rest.rows.clear();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>(row);
            cells.remove(at);
            rest.rows.add(cells);
        }
        return rest.lines();
    }

    /** The lines, header first, without trailing blanks. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream()
                .map(row -> isText ? text(row, widths) : line(row, widths))
                .toList();
    }

    private static String text(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP)
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()));
        }
        return line.toString().stripTrailing();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? row.get(i) + blanks : GAP + blanks + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}

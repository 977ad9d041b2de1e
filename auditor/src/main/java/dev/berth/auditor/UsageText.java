package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.Printable;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import dev.berth.ledger.history.UsageOverTime.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usage over time, for people and for programs: amount × hours. Any thread. */
public final class UsageText {
    /** Decimals of hours: a millisecond of one unit is 0.00000028 hours, so sums are exact in milliseconds alone. */
    private static final int DECIMALS = 6;

    private static final BigDecimal MS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    /** What a formula begins with for some spreadsheet. */
    private static final String FORMULA = "=+-@\t\r'";

    private UsageText() {}

    /** The names of the columns. */
    public static ImmutableList<String> header(List<Grouping> by) {
        return Stream.concat(by.stream().map(UsageText::name), Stream.of("class", "amount_hours", "amount_ms"))
                .collect(ImmutableList.toImmutableList());
    }

    /** The word for a grouping. */
    public static String name(Grouping grouping) {
        return grouping.name().toLowerCase(Locale.ROOT);
    }

    /** The columns of a row for people; an empty one where a consumer has no type. */
    public static ImmutableList<String> columns(Row row) {
        return Stream.concat(row.by().stream().map(Printable::of), numbers(row))
                .collect(ImmutableList.toImmutableList());
    }

    private static Stream<String> numbers(Row row) {
        return Stream.of(
                row.resourceClass().name(),
                hours(row.amountMs()),
                row.amountMs().toString());
    }

    /** Amount × hours with {@value #DECIMALS} decimals, the last one rounded. */
    static String hours(BigInteger amountMs) {
        return new BigDecimal(amountMs)
                .divide(MS_PER_HOUR, DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** The names of the columns as comma-separated values, as {@link #csv(Row)} has the others. */
    public static String csv(List<Grouping> by) {
        return csv(header(by).stream());
    }

    /**
     * A row as comma-separated values as RFC 4180 has them, without its end. Ids are as they are, but for an
     * apostrophe before those that a spreadsheet would take for a formula, and before those that begin with one; it
     * takes them for texts then.
     */
    public static String csv(Row row) {
        return csv(Stream.concat(row.by().stream().map(UsageText::text), numbers(row)));
    }

    private static String csv(Stream<String> columns) {
        return columns.map(UsageText::quoted).collect(Collectors.joining(","));
    }

    private static String text(String id) {
        return !id.isEmpty() && FORMULA.indexOf(id.charAt(0)) >= 0 ? "'" + id : id;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    /** One JSON object on one line; the numbers are texts, for they may have more digits than a double has. */
    public static String json(List<Grouping> by, Row row) {
        ImmutableMap.Builder<String, Object> object = ImmutableMap.builder();
        for (int i = 0; i < by.size(); i++) {
            object.put(name(by.get(i)), Optional.of(row.by().get(i)).filter(text -> !text.isEmpty()));
        }
        return JsonLines.oneLine(object.put("class", row.resourceClass().name())
                .put("amount_hours", hours(row.amountMs()))
                .put("amount_ms", row.amountMs().toString())
                .build());
    }
}

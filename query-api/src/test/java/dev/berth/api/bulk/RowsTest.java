package dev.berth.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowsTest {
    private final AtomicInteger read = new AtomicInteger();

    private Rows<Integer> rows(int... numbers) {
        return new Rows<>(
                "numbers",
                IntStream.of(numbers).boxed().toList(),
                number -> {
                    read.incrementAndGet();
                    return Integer.toString(number);
                },
                Comparator.comparing(Integer::valueOf),
                (json, number) -> json.writeNumber(number));
    }

    @Test
    void hasEachRowOnOnePageWhateverItsSize() {
        Rows<Integer> rows = rows(1, 3, 5, 7, 9, 11, 13);
        for (int limit = 1; limit <= 9; limit++) {
            List<Integer> all = new ArrayList<>();
            Optional<String> after = Optional.empty();
            do {
                Rows.Page<Integer> page = rows.page(after, limit);
                assertThat(page.rows()).hasSizeBetween(1, limit);
                all.addAll(page.rows());
                after = page.last();
            } while (after.isPresent());
            assertThat(all).isEqualTo(rows.all());
        }
    }

    @Test
    void goesOnBehindARowThatIsNotThere() {
        Rows<Integer> rows = rows(2, 4, 10);
        assertThat(rows.page(Optional.of("1"), 2)).isEqualTo(new Rows.Page<>(List.of(2, 4), Optional.of("4")));
        assertThat(rows.page(Optional.of("3"), 2)).isEqualTo(new Rows.Page<>(List.of(4, 10), Optional.empty()));
        assertThat(rows.page(Optional.of("10"), 2)).isEqualTo(new Rows.Page<>(List.of(), Optional.empty()));
        assertThat(rows().page(Optional.empty(), 2)).isEqualTo(new Rows.Page<>(List.of(), Optional.empty()));
    }

    @Test
    void looksAtFewRowsToFindWhereAPageBegins() {
        Rows<Integer> rows = rows(IntStream.range(0, 100_000).toArray());
        assertThat(rows.page(Optional.of("70000"), 10).rows())
                .startsWith(70_001)
                .hasSize(10);
        assertThat(read).hasValueLessThan(20);
    }
}

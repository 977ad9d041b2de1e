package dev.berth.events.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void keepsNoMoreUnderWayThanItsWidth() {
        ArrayDeque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
        CompletableFuture<Void> done = Batch.forEach(List.of(1, 2, 3, 4, 5), 2, item -> {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            underWay.add(begun);
            return begun;
        });

        int completed = 0;
        while (!underWay.isEmpty()) {
            assertThat(underWay).hasSizeLessThanOrEqualTo(2);
            assertThat(done).isNotDone();
            underWay.remove().complete(null);
            completed++;
        }

        assertThat(completed).isEqualTo(5);
        assertThat(done).isCompleted();
    }

    @Test
    void survivesManyItemsThatCompleteAtOnce() {
        AtomicInteger count = new AtomicInteger();
        CompletableFuture<Void> done =
                Batch.forEach(IntStream.range(0, 200_000).boxed().toList(), 3, item -> {
                    count.incrementAndGet();
                    return CompletableFuture.completedFuture(null);
                });

        assertThat(done).isCompleted();
        assertThat(count).hasValue(200_000);
    }

    @Test
    void completesForNoItemsAtAll() {
        assertThat(Batch.forEach(List.of(), 4, item -> new CompletableFuture<>()))
                .isCompleted();
    }

    @Test
    void beginsNothingAfterAFailure() {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<Void> done = Batch.forEach(List.of(1, 2, 3), 1, item -> {
            begun.incrementAndGet();
            return CompletableFuture.failedFuture(new IllegalStateException("no " + item));
        });

        Assertions.assertThatThrownBy(done::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("no 1");
        assertThat(begun).hasValue(1);
    }
}

package dev.berth.auditor;

import com.google.common.base.Throwables;
import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads one partition of a topic, and makes of each record what its taker wants, on a thread of its own: a chunk ahead
 * of the taker, so that it holds two chunks at most. To be used by one thread.
 *
 * @param <T> what is made of a record
 */
final class ReadAhead<T> implements AutoCloseable {
    private static final int CHUNK_RECORDS = 1_000;
    private static final int CHUNK_BYTES = 4 << 20;
    private static final int CLOSE_SECONDS = 10;

    private final LogReader reader;
    private final Function<LogRecord, T> made;
    private final ExecutorService thread;

    private PeekingIterator<Item<T>> items = Iterators.peekingIterator(Collections.emptyIterator());
    private Optional<CompletableFuture<Chunk<T>>> ahead = Optional.empty();
    private LogProgress.Partition progress;
    private boolean isAtEnd;

    /** What the thread found that it cannot go on with; the thread's own. */
    private RuntimeException failure;

    /** @param offset of the record */
    private record Item<T>(long offset, T made) {}

    /**
     * Some records, one after the other.
     *
     * @param progress where the reader is behind them
     * @param isLast whether it found the end there
     */
    private record Chunk<T>(List<Item<T>> items, LogProgress.Partition progress, boolean isLast) {}

    /**
     * @param reader of one partition; closed with this
     * @param made what is made of a record, on the other thread
     */
    ReadAhead(LogReader reader, Function<LogRecord, T> made) {
        this.reader = reader;
        this.made = made;
        this.progress = partition(reader);
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread daemon = new Thread(work, "read-ahead-" + progress.partition());
            daemon.setDaemon(true);
            return daemon;
        });
    }

    private static LogProgress.Partition partition(LogReader reader) {
        return reader.progress().partitions().get(0);
    }

    /**
     * What was made of the next record, waiting for it if need be; empty at the end.
     *
     * @throws RuntimeException what {@link LogReader#next} or the making throws, once all before it is taken
     */
    Optional<T> next() {
        while (!items.hasNext() && !isAtEnd) {
            Chunk<T> chunk = await(ahead.orElseGet(this::begin));
            items = Iterators.peekingIterator(chunk.items().iterator());
            // The end may have been moved since the chunk was read.
            isAtEnd = chunk.isLast() && chunk.progress().end() == progress.end();
            progress = withEnd(chunk.progress(), progress.end());
            ahead = isAtEnd ? Optional.empty() : Optional.of(begin());
        }
        return items.hasNext() ? Optional.of(items.next().made()) : Optional.empty();
    }

    /** Where to read on another time: behind all that was taken. */
    long nextOffset() {
        return items.hasNext() ? items.peek().offset() : progress.next();
    }

    /** Where it is: behind the chunk that is being taken. */
    LogProgress.Partition progress() {
        return progress;
    }

    /** Moves the end to where the partition ends now, so that reading goes on. */
    void extendToNow() {
        // One thread at a time may use the reader. What it failed with is thrown when its turn comes.
        ahead.ifPresent(chunk -> chunk.handle((read, failed) -> read).join());
        reader.extendToNow();
        progress = withEnd(progress, partition(reader).end());
        isAtEnd = false;
    }

    private static LogProgress.Partition withEnd(LogProgress.Partition at, long end) {
        return new LogProgress.Partition(at.partition(), at.begin(), at.next(), end);
    }

    private CompletableFuture<Chunk<T>> begin() {
        return CompletableFuture.supplyAsync(this::read, thread);
    }

    private Chunk<T> read() {
        if (failure != null) {
            throw failure;
        }
        List<Item<T>> chunk = new ArrayList<>();
        int bytes = 0;
        boolean isLast = false;
        try {
            while (chunk.size() < CHUNK_RECORDS && bytes < CHUNK_BYTES && !isLast) {
                Optional<LogRecord> next = reader.next();
                isLast = next.isEmpty();
                if (next.isPresent()) {
                    chunk.add(new Item<>(next.get().position().offset(), made.apply(next.get())));
                    bytes += next.get().value() == null ? 0 : next.get().value().length;
                }
            }
        } catch (RuntimeException e) {
            failure = e;
            if (chunk.isEmpty()) {
                throw e;
            }
        }
        return new Chunk<>(chunk, partition(reader), isLast);
    }

    private static <V> V await(CompletableFuture<V> chunk) {
        try {
            return chunk.join();
        } catch (CompletionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                reader.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

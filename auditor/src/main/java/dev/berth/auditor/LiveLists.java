package dev.berth.auditor;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads lists of what exists, from files and from URLs, and puts them together. A list that is empty, that is one page
 * of several, or in which anything is wrong is refused, since what it lacks would be released. For one thread.
 */
public final class LiveLists {
    private final boolean mayBeEmpty;
    private final LiveIds all = new LiveIds();
    private Optional<Instant> oldest = Optional.empty();

    /** @param mayBeEmpty whether a list may have no id */
    public LiveLists(boolean mayBeEmpty) {
        this.mayBeEmpty = mayBeEmpty;
    }

    /**
     * A file, which is taken to be as old as its last change, though it was begun before.
     *
     * @throws LiveListException if it cannot be used
     */
    public void addFile(Path file) {
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
            try (InputStream bytes = Files.newInputStream(file)) {
                addStream(file.toString(), bytes, changed);
            }
        } catch (IOException e) {
            throw new LiveListException(file + ": it cannot be read: " + FailureWords.of(e), e);
        }
    }

    /**
     * What a stream has, up to its end.
     *
     * @param name of the stream, for messages
     * @throws LiveListException if it cannot be used
     */
    public void addStream(String name, InputStream bytes, Instant asOf) {
        LiveDocument document;
        try {
            document = LiveDocument.read(new LimitedStream(bytes, LimitedStream.BYTES_MAX));
        } catch (LiveListException e) {
            throw new LiveListException(name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LiveListException(name + ": it cannot be read: " + FailureWords.of(e), e);
        }
        if (document.next().isPresent()) {
            throw new LiveListException(name + ": it is one page of several, and the others are missing; give the URL"
                    + " that it came from, or the ids alone");
        }
        add(name, document.ids(), document.isEmptyOnPurpose(), asOf);
    }

    /**
     * What a URL answers to GET, with all pages that it links to.
     *
     * @throws LiveListException if it cannot be used
     */
    public void addUrl(URI url, LivePages pages) {
        Instant asked = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        LiveDocument document = pages.read(url);
        add(url.toString(), document.ids(), document.isEmptyOnPurpose(), asked);
    }

    private void add(String name, LiveIds ids, boolean isEmptyOnPurpose, Instant asOf) {
        if (ids.count() == 0 && !isEmptyOnPurpose && !mayBeEmpty) {
            throw new LiveListException(name + ": there is no id in it, which would make orphans of all; if nothing"
                    + " exists, say --allow-empty");
        }
        all.addAll(ids);
        oldest = Optional.of(oldest.filter(asOf::isAfter).orElse(asOf));
    }

    /** All of them together. */
    public LiveList together() {
        if (all.count() == 0 && !mayBeEmpty) {
            throw new LiveListException("there is no id in any list, which would make orphans of all; if nothing"
                    + " exists, say --allow-empty");
        }
        return new LiveList(
                all, oldest.orElseThrow(() -> new IllegalStateException("expected a list before all are together")));
    }
}

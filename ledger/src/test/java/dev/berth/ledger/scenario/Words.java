package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The words of one line, taken from left to right. For one thread. */
final class Words {
    private final String line;
    private final List<String> words;
    private int next;

    Words(String line) {
        this.line = line;
        this.words = Splitter.on(' ').omitEmptyStrings().splitToList(line);
    }

    boolean isAtEnd() {
        return next == words.size();
    }

    String next() {
        if (isAtEnd()) {
            throw new IllegalArgumentException("expected another word after: " + line);
        }
        return words.get(next++);
    }

    boolean isNext(String word) {
        return !isAtEnd() && words.get(next).equals(word);
    }

    boolean isNextWith(char mark) {
        return !isAtEnd() && words.get(next).indexOf(mark) >= 0;
    }

    /** Whether the next word was this one, which is taken then. */
    boolean skip(String word) {
        boolean isNext = isNext(word);
        next += isNext ? 1 : 0;
        return isNext;
    }

    /** The word after the given one, if that is next. */
    Optional<String> optionalAfter(String word) {
        return skip(word) ? Optional.of(next()) : Optional.empty();
    }

    Stream<String> rest() {
        List<String> rest = words.subList(next, words.size());
        next = words.size();
        return rest.stream();
    }

    void requireEnd() {
        if (!isAtEnd()) {
            throw new IllegalArgumentException("expected nothing more at \"" + next() + "\" in: " + line);
        }
    }
}

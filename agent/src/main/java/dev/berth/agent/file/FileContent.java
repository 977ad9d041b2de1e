package dev.berth.agent.file;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a file.
 *
 * @param value empty if there are problems
 * @param problems each a sentence for the file's author
 */
public record FileContent<T>(Optional<T> value, ImmutableList<String> problems) {
    public static <T> FileContent<T> of(T value) {
        return new FileContent<>(Optional.of(value), ImmutableList.of());
    }

    public static <T> FileContent<T> unusable(List<String> problems) {
        return new FileContent<>(Optional.empty(), ImmutableList.copyOf(problems));
    }
}

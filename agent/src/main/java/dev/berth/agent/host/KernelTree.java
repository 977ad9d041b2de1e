package dev.berth.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The small files of /proc or /sys below {@code root}. Whatever is missing, unreadable or not of the asked form is
 * absent from the answer and never an error: a kernel, a container or a permission may hide any of it.
 */
record KernelTree(Path root) {
    /** Kernel files claim a size of 4096 or 0 whatever they hold, so this reads to the end but never past 1 MiB. */
    private static final int MAX_BYTES = 1 << 20;

    Optional<byte[]> bytes(String path) {
        Optional<Path> file = resolve(path).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            return Optional.of(in.readNBytes(MAX_BYTES));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The file's text without surrounding blanks; a blank file is absent. */
    Optional<String> text(String path) {
        return bytes(path)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .filter(text -> !text.isEmpty());
    }

    OptionalLong number(String path) {
        Optional<String> digits = text(path).filter(text -> text.matches("-?[0-9]{1,18}"));
        return digits.isPresent() ? OptionalLong.of(Long.parseLong(digits.get())) : OptionalLong.empty();
    }

    /** A number that is 0 or more and fits an int: ids, where the kernel writes -1 for "none". */
    OptionalInt id(String path) {
        OptionalLong number = number(path);
        return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    Optional<CpuSet> cpus(String path) {
        return bytes(path).flatMap(bytes -> CpuSet.parse(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** The names in a directory in alphabetical order; none if there is no such directory. */
    List<String> names(String path) {
        Optional<Path> directory = resolve(path).filter(Files::isDirectory);
        if (directory.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory.get())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** Where a symbolic link points, as it is written; absent if there is no link. */
    Optional<Path> link(String path) {
        Optional<Path> link = resolve(path).filter(Files::isSymbolicLink);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readSymbolicLink(link.get()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    boolean exists(String path) {
        return resolve(path).filter(Files::exists).isPresent();
    }

    private Optional<Path> resolve(String path) {
        try {
            return Optional.of(root.resolve(path));
        } catch (InvalidPathException unnameable) {
            return Optional.empty();
        }
    }
}

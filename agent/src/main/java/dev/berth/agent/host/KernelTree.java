package dev.berth.agent.host;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The small files of /proc or /sys below {@code root}. Whatever is missing or not of the asked form is absent from the
 * answer and never an error: a kernel, a container or a permission may hide any of it. What is there and cannot be
 * read, or is longer than the kernel would write it, is absent too, and is warned of.
 */
record KernelTree(Path root, HostWarnings warnings) {
    /** Kernel files claim a size of 4096 or 0 whatever they hold, so this reads to the end but never past 1 MiB. */
    static final int MAX_BYTES = 1 << 20;

    /** The one long file is proc/cpuinfo, with some 2 KiB a CPU. */
    static final int MAX_LONG_BYTES = 1 << 24;

    private static final int MAX_LINE_BYTES = 1 << 16;

    /** Above what any directory holds that is read here: CPUs, devices, and the blocks of memory of a node. */
    static final int MAX_NAMES = 1 << 17;

    Optional<byte[]> bytes(String path) {
        Optional<Path> file = file(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> bytes = read(file.get());
            if (bytes.isEmpty()) {
                warnings.add(path, "longer than " + MAX_BYTES + " bytes, so it is not taken for the kernel's");
            }
            return bytes;
        } catch (IOException unreadable) {
            warnings.add(path, "cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** A file that often only root may read, so it is not warned of. */
    Optional<byte[]> privateBytes(String path) {
        Optional<Path> file = resolve(path).filter(Files::isRegularFile);
        try {
            return file.isEmpty() ? Optional.empty() : read(file.get());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The whole file; empty if it is too long. */
    private static Optional<byte[]> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }

    /** The beginning of a file of any length; empty if there is none. */
    String beginning(String path, int bytesMax) {
        Optional<Path> file = file(path);
        if (file.isEmpty()) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            return new String(in.readNBytes(bytesMax), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            warnings.add(path, "cannot be read: " + unreadable.getMessage());
            return "";
        }
    }

    /** Hands on one line after the other, so that a long file is never held whole. Lines are cut at 64 KiB. */
    void lines(String path, Consumer<String> lines) {
        Optional<Path> file = file(path);
        if (file.isEmpty()) {
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.get()))) {
            int total = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (++total > MAX_LONG_BYTES) {
                    warnings.add(path, "longer than " + MAX_LONG_BYTES + " bytes; the rest is not read");
                    return;
                }
                if (next == '\n') {
                    lines.accept(line.toString(StandardCharsets.ISO_8859_1));
                    line.reset();
                } else if (line.size() < MAX_LINE_BYTES) {
                    line.write(next);
                }
            }
            lines.accept(line.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            warnings.add(path, "cannot be read: " + unreadable.getMessage());
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

    /** A set of ids in the kernel's list form, as {@code 0-3,8}. */
    Optional<CpuSet> list(String path) {
        return set(path, CpuSet::parse, "a list such as 0-3,8");
    }

    /** A set of ids in the kernel's mask form, as {@code 00000000,0000010f}. */
    Optional<CpuSet> mask(String path) {
        return set(path, CpuSet::parseMask, "a mask such as 00000000,0000010f");
    }

    private Optional<CpuSet> set(String path, Function<String, Optional<CpuSet>> form, String expected) {
        Optional<byte[]> bytes = bytes(path);
        Optional<CpuSet> set =
                bytes.map(read -> new String(read, StandardCharsets.ISO_8859_1)).flatMap(form);
        if (bytes.isPresent() && set.isEmpty()) {
            warnings.add(path, "expected " + expected + " but got something else");
        }
        return set;
    }

    /** The names in a directory in alphabetical order; none if there is no such directory. */
    List<String> names(String path) {
        Optional<Path> directory = resolve(path).filter(Files::isDirectory);
        if (directory.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.get())) {
            for (Path entry : entries) {
                if (names.size() == MAX_NAMES) {
                    warnings.add(path, "more than " + MAX_NAMES + " names; the others are not read");
                    break;
                }
                names.add(entry.getFileName().toString());
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            warnings.add(path, "cannot be read: " + unreadable.getMessage());
            return List.of();
        }
        Collections.sort(names);
        return names;
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

    /** Links that lead nowhere, or round in a circle, and directories are told apart from files that are not there. */
    private Optional<Path> file(String path) {
        Optional<Path> found = resolve(path).filter(there -> Files.exists(there, LinkOption.NOFOLLOW_LINKS));
        if (found.isPresent() && !Files.isRegularFile(found.get())) {
            warnings.add(path, "expected a file but got something else");
            return Optional.empty();
        }
        return found;
    }

    private Optional<Path> resolve(String path) {
        try {
            return Optional.of(root.resolve(path));
        } catch (InvalidPathException unnameable) {
            return Optional.empty();
        }
    }
}

package dev.berth.agent;

import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The sequence numbers of a host's reports: milliseconds of the clock, and always above the last one, so that they grow
 * when the clock goes back. Where nobody can be asked for the last number it stands in a small file; without it the
 * clock alone counts. For one thread.
 */
public final class ReportNumbers {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int LENGTH_MAX = 64;

    private final LongSupplier clockMs;
    private final Optional<Path> file;
    private long last = -1;

    /**
     * @param file keeps the last number over restarts, if there is one
     */
    public ReportNumbers(LongSupplier clockMs, Optional<Path> file) {
        this.clockMs = clockMs;
        this.file = file;
        file.flatMap(ReportNumbers::read).ifPresent(this::heard);
    }

    /** A number that is known to have been used. */
    public void heard(long used) {
        last = Math.max(last, used);
    }

    /**
     * The next number. It stands in the file before anybody hears of it.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public long next() {
        last = Math.max(clockMs.getAsLong(), last + 1);
        file.ifPresent(path -> write(path, last));
        return last;
    }

    /**
     * The last number as an agent should hear it: one that lies far ahead of the clock is refused where the clock
     * is right, and all that follow it.
     */
    public Optional<String> doubt() {
        return last <= clockMs.getAsLong() + Limits.SEQUENCE_AHEAD_MS_MAX
                ? Optional.empty()
                : Optional.of("its number, " + last
                        + ", lies more than an hour ahead of this host's clock; if the clock"
                        + " is right, the report is refused, and so are all others"
                        + file.map(path -> " until " + path + " is deleted").orElse(""));
    }

    /** A file with anything else in it counts as missing. */
    private static Optional<Long> read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            String text = new String(in.readNBytes(LENGTH_MAX), StandardCharsets.US_ASCII).strip();
            return Optional.of(text)
                    .filter(number -> number.matches("[0-9]{1,18}"))
                    .map(Long::parseLong);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, long number) {
        Path written = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(written);
            Files.createFile(written, OWNER_ONLY);
            Files.writeString(written, number + "\n");
            try {
                Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the number of a report cannot be kept in " + path + ": " + FailureWords.of(e), e);
        }
    }
}

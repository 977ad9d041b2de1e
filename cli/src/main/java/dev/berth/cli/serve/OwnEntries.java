package dev.berth.cli.serve;

import dev.berth.projector.LibraryDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells what Berth has made in a data directory from what somebody else has put there, by the names. Changes nothing.
 */
final class OwnEntries {
    static final String NATIVE = "native";

    /** The last are the JVM's, which leaves them where it runs: with the units of the packages that is here. */
    private static final Pattern NAMES = Pattern.compile("kafka|stores|moments|" + NATIVE
            + "|lost-\\d{8}T\\d{6}Z"
            + "|(hs_err_pid|replay_pid)\\d+\\.log|java_pid\\d+\\.hprof");

    /** What the root of a file system has, also one that holds nothing but our data. */
    private static final String LOST_AND_FOUND = "lost+found";

    private OwnEntries() {}

    /** All that is Berth's in a directory. */
    static List<Path> in(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.filter(OwnEntries::isOwn).sorted().toList();
        }
    }

    /** One that is somebody else's; empty if there is none. */
    static Optional<Path> strangerIn(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            Optional<Path> named = entries.filter(entry -> !isOwn(entry))
                    .filter(entry -> !entry.endsWith(LOST_AND_FOUND))
                    .sorted()
                    .findFirst();
            // Of our names this is one that projects have, too.
            Path libraries = dir.resolve(NATIVE);
            boolean isOthers = Files.exists(libraries) && !LibraryDir.isOurs(libraries);
            return named.or(() -> isOthers ? Optional.of(libraries) : Optional.empty());
        }
    }

    private static boolean isOwn(Path entry) {
        return NAMES.matcher(entry.getFileName().toString()).matches();
    }
}

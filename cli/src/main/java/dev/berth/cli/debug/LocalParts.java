package dev.berth.cli.debug;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.cli.debug.BundleFile.PartMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.stream.Stream;

/** The parts of a bundle that come from this machine. */
final class LocalParts {
    private static final int FILES_MAX = 10_000;
    private static final int LOG_BYTES_MAX = 4 * 1024 * 1024;

    private final ImmutableSortedMap<String, String> settings;

    /** @param settings of this command, as they may be shown */
    LocalParts(ImmutableSortedMap<String, String> settings) {
        this.settings = settings;
    }

    void process(OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            new ProcessFacts(settings).write(json);
        }
    }

    /** How large its files are, and how much is free; not what is in them. */
    static void dir(Path dir, OutputStream out) throws IOException, PartMissingException {
        if (!Files.isDirectory(dir)) {
            throw new PartMissingException("there is no directory " + dir);
        }
        PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
        FileStore store = Files.getFileStore(dir);
        text.println("free " + store.getUsableSpace() + " of " + store.getTotalSpace() + " bytes, " + store.type());
        int files = 0;
        try (Stream<Path> walk = Files.walk(dir)) {
            for (Iterator<Path> each = walk.sorted().iterator(); each.hasNext() && files < FILES_MAX; files++) {
                Path file = each.next();
                describe(dir, file, text);
            }
        }
        text.flush();
        if (files == FILES_MAX) {
            throw new PartMissingException("cut off after its first " + FILES_MAX + " files");
        }
    }

    private static void describe(Path dir, Path file, PrintStream text) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            text.println((attributes.isDirectory() ? "dir" : attributes.size()) + "\t" + attributes.lastModifiedTime()
                    + "\t" + dir.relativize(file));
        } catch (NoSuchFileException gone) {
            // A service that runs deletes its own files meanwhile.
        }
    }

    static void properties(ImmutableMap<String, String> settings, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        ShownSettings.plain(settings)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The last lines of a file, whole ones. */
    static void endOf(Path file, OutputStream out) throws IOException, PartMissingException {
        if (!Files.isRegularFile(file)) {
            throw new PartMissingException("there is no file " + file);
        }
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, opened.length() - LOG_BYTES_MAX);
            opened.seek(from);
            byte[] end = new byte[(int) Math.min(LOG_BYTES_MAX, opened.length() - from)];
            opened.readFully(end);
            int begin = 0;
            while (from > 0 && begin < end.length && end[begin] != '\n') {
                begin++;
            }
            out.write(end, begin, end.length - begin);
        }
    }
}

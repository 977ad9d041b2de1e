package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sources, tests and pages keep within the columns that a reader can see at once. */
class LineLengthsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int CODE_COLUMNS_MAX = 120;
    private static final int PAGE_COLUMNS_MAX = 100;

    /** Directories that no person writes. */
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    /** The formatter does not break texts and comments, so it does not see to this. */
    @Test
    void keepsCodeWithin120Columns() throws IOException {
        TreeMap<Path, List<String>> files = files(".java");
        assertThat(files).hasSizeGreaterThan(1000);
        List<String> wide = new ArrayList<>();
        files.forEach((file, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                if (columns(lines.get(i)) > CODE_COLUMNS_MAX) {
                    wide.add(file + ":" + (i + 1));
                }
            }
        });
        assertThat(wide).isEmpty();
    }

    /** A row of a table, what a program printed, and a link alone on its line cannot be broken. */
    @Test
    void keepsPagesWithin100Columns() throws IOException {
        TreeMap<Path, List<String>> files = files(".md");
        assertThat(files).hasSizeGreaterThan(30);
        List<String> wide = new ArrayList<>();
        files.forEach((file, lines) -> {
            boolean isFenced = false;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                isFenced ^= line.startsWith("```");
                if (columns(line) > PAGE_COLUMNS_MAX && !isFenced && !line.startsWith("|") && !isLink(line)) {
                    wide.add(file + ":" + (i + 1));
                }
            }
        });
        assertThat(wide).isEmpty();
    }

    private static boolean isLink(String line) {
        return line.matches("\\s*(- )?(\\[[^\\]]*]\\(\\S+\\)|https?://\\S+)[.,;:]?");
    }

    private static int columns(String line) {
        return line.codePointCount(0, line.length());
    }

    private static TreeMap<Path, List<String>> files(String suffix) throws IOException {
        TreeMap<Path, List<String>> files = new TreeMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return SKIPPED.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(suffix)) {
                    files.put(ROOT.relativize(file), Files.readAllLines(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}

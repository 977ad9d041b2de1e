package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.problem.ErrorCode;
import dev.berth.events.decision.Rejection;
import dev.berth.terminal.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each error has an entry in docs/errors that says what it means, who sees it and what to do. What it means is what the
 * source says; with {@code -Derrors.write=true} that is written, as are the headings that are missing and the list of
 * all, and what people wrote stays.
 */
class ErrorPagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGES = ROOT.resolve("docs/errors");
    private static final Path INDEX = PAGES.resolve("README.md");
    private static final String DRAWN = "<!-- written by ErrorPagesTest -->\n";
    private static final String DRAWN_END = "<!-- end -->";
    private static final int COLUMNS = 100;
    private static final String WHO = "**Who sees it:** ";
    private static final String WHAT = "**What to do:** ";

    private static final Pattern REJECTION = Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([A-Z_]+)[,\\s]");
    private static final Pattern CODE =
            Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*[A-Z_]+\\(\"([a-z_.]+)\"\\)");
    private static final Pattern STATUS = Pattern.compile("case (\\d{3}|[A-Z_]+) -> \"[A-Z]");

    /** An entry of a page: its heading and the paragraphs below. */
    private record Entry(String name, List<String> paragraphs) {}

    private static boolean isWriting() {
        return Boolean.getBoolean("errors.write");
    }

    @Test
    void refusalsAreExplainedAsTheirSourceHasThem() throws IOException {
        Map<String, String> meanings =
                meanings(ROOT.resolve("events/src/main/java/dev/berth/events/decision/Rejection.java"), REJECTION);
        assertThat(meanings.keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Rejection.values()).map(Rejection::name).toList());
        assertExplained(PAGES.resolve("refusals.md"), meanings);
    }

    @Test
    void codesAreExplainedAsTheirSourceHasThem() throws IOException {
        Map<String, String> meanings =
                meanings(ROOT.resolve("query-api/src/main/java/dev/berth/api/problem/ErrorCode.java"), CODE);
        assertThat(meanings.keySet())
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::toString)
                        .toList());
        assertExplained(PAGES.resolve("codes.md"), meanings);
    }

    /** Those for which the answer has a title of its own. */
    @Test
    void everyStatusIsExplained() throws IOException {
        String source = Files.readString(ROOT.resolve("query-api/src/main/java/dev/berth/api/problem/ErrorBody.java"));
        String titles = source.substring(source.indexOf("private String title()"));
        TreeSet<String> statuses = STATUS.matcher(titles)
                .results()
                .map(status -> "http." + number(status.group(1), source))
                .collect(Collectors.toCollection(TreeSet::new));
        statuses.add("http.500");
        assertThat(statuses).hasSizeGreaterThan(15);
        assertThat(names(PAGES.resolve("statuses.md"))).containsExactlyElementsOf(statuses);
    }

    private static String number(String status, String source) {
        Matcher constant =
                Pattern.compile("int " + Pattern.quote(status) + " = (\\d{3});").matcher(source);
        return constant.find() ? constant.group(1) : status;
    }

    @Test
    void everyKindOfFailureOfACommandIsExplained() throws IOException {
        TreeSet<String> kinds = new TreeSet<>(Berth.FAILURES.names());
        kinds.add(FailureText.UNFORESEEN);
        assertThat(kinds).hasSizeGreaterThan(10).contains("KAFKA_UNREACHABLE");
        assertThat(names(PAGES.resolve("commands.md"))).containsExactlyElementsOf(kinds);
    }

    @Test
    void everyEntrySaysWhoSeesItAndWhatToDo() throws IOException {
        List<String> poor = new ArrayList<>();
        for (String page : List.of("refusals.md", "codes.md", "statuses.md", "commands.md")) {
            for (Entry entry : entries(PAGES.resolve(page))) {
                boolean isWhole = entry.paragraphs().size() >= 3
                        && entry.paragraphs().get(0).endsWith(".")
                        && says(entry, WHO)
                        && says(entry, WHAT);
                if (!isWhole) {
                    poor.add(page + ": " + entry.name());
                }
            }
        }
        assertThat(poor)
                .as("entries without a meaning, who sees it, or what to do")
                .isEmpty();
    }

    private static boolean says(Entry entry, String what) {
        Predicate<String> isSaid =
                text -> text.startsWith(what) && text.endsWith(".") && text.length() > what.length() + 5;
        return entry.paragraphs().stream().anyMatch(isSaid);
    }

    @Test
    void theListHasAllOfThem() throws IOException {
        StringBuilder list = new StringBuilder("| error | means |\n|---|---|\n");
        for (String page : List.of("refusals.md", "codes.md", "statuses.md", "commands.md")) {
            for (Entry entry : entries(PAGES.resolve(page))) {
                list.append("| [`" + entry.name() + "`](" + page + "#" + anchor(entry.name()) + ") | "
                        + entry.paragraphs().get(0) + " |\n");
            }
        }
        String index = Files.readString(INDEX);
        int begin = index.indexOf(DRAWN) + DRAWN.length();
        int end = index.indexOf(DRAWN_END, begin);
        if (isWriting()) {
            Files.writeString(INDEX, index.substring(0, begin) + list + index.substring(end));
            return;
        }
        assertThat(index.substring(begin, end))
                .as("run with -Derrors.write=true after a change of errors")
                .isEqualTo(list.toString());
    }

    /** As GitHub makes one of a heading. */
    private static String anchor(String name) {
        return name.toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static void assertExplained(Path page, Map<String, String> meanings) throws IOException {
        String text = Files.readString(page);
        Map<String, List<String>> written = new LinkedHashMap<>();
        entries(page).forEach(entry -> written.put(entry.name(), entry.paragraphs()));
        if (isWriting()) {
            StringBuilder all = new StringBuilder(text.substring(0, text.indexOf("\n## ") + 1));
            meanings.forEach((name, meaning) -> {
                List<String> rest = written.getOrDefault(name, List.of(meaning, WHO.strip(), WHAT.strip()));
                all.append(all.charAt(all.length() - 2) == '\n' ? "" : "\n").append("## " + name + "\n\n");
                all.append(wrapped(meaning)).append("\n");
                rest.stream()
                        .skip(1)
                        .forEach(each -> all.append("\n").append(wrapped(each)).append("\n"));
            });
            Files.writeString(page, all.toString());
            return;
        }
        Map<String, String> told = new LinkedHashMap<>();
        written.forEach((name, paragraphs) -> told.put(name, paragraphs.get(0)));
        assertThat(told)
                .as("run with -Derrors.write=true after a change of errors, and say who sees a new one and what to do")
                .isEqualTo(meanings);
        assertThat(List.copyOf(told.keySet())).isEqualTo(List.copyOf(meanings.keySet()));
    }

    private static Map<String, String> meanings(Path source, Pattern constant) throws IOException {
        String text = Files.readString(source);
        Map<String, String> meanings = new LinkedHashMap<>();
        for (MatchResult each : constant.matcher(text.substring(text.indexOf("public enum")))
                .results()
                .toList()) {
            String comment = each.group(1)
                    .replaceAll("\\s*\\n\\s*\\*", " ")
                    .replaceAll("\\{@code ([^}]+)}", "`$1`")
                    .replaceAll("\\s+", " ")
                    .strip();
            meanings.put(each.group(2), comment);
        }
        return meanings;
    }

    private static List<String> names(Path page) throws IOException {
        return entries(page).stream().map(Entry::name).toList();
    }

    private static List<Entry> entries(Path page) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String part : Files.readString(page).split("\n## ")) {
            if (part.startsWith("# ")) {
                continue;
            }
            List<String> paragraphs = new ArrayList<>(List.of(part.strip().split("\n\n")));
            String name = paragraphs.remove(0);
            entries.add(new Entry(
                    name,
                    paragraphs.stream()
                            .map(text -> text.replaceAll("\\s+", " ").strip())
                            .toList()));
        }
        return entries;
    }

    private static String wrapped(String text) {
        StringBuilder all = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > COLUMNS) {
                all.append('\n');
                column = 0;
            } else if (column > 0) {
                all.append(' ');
                column++;
            }
            all.append(word);
            column += word.length();
        }
        return all.toString();
    }
}

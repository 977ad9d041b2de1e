package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What README.md and docs/ refer to is there: pages, headings, classes and their members, and the terms of the
 * glossary.
 */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path DECISIONS = DOCS.resolve("adr");

    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern TERM = Pattern.compile("^- \\*\\*(.+?)\\*\\*(.*(?:\\n {2}.*)*)", Pattern.MULTILINE);

    /**
     * A name of a class, perhaps with one of its members or of its tests: {@code LogEntry.Malformed}, {@code
     * Backend.write}.
     */
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:\\.([A-Za-z]\\w*))?`");

    private static final Pattern PAGE_IN_TEXT = Pattern.compile("\\bdocs/[a-z/-]+\\.md\\b");

    /** A constant, such as a rejection or a limit. */
    private static final Pattern CONSTANT = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");

    /** The sources of all modules, tests too, by the name of their class. */
    private static final TreeMap<String, String> SOURCES = sources();

    /** Who has installed an archive has no source tree to look into. */
    @Test
    void pagesThatProgramsNameAreThereAndInTheArchives() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String source : SOURCES.values()) {
            PAGE_IN_TEXT.matcher(source).results().map(MatchResult::group).forEach(named::add);
        }
        assertThat(named).contains("docs/operations.md", "docs/shadow.md");
        assertThat(named).allSatisfy(page -> assertThat(ROOT.resolve(page)).isRegularFile());
        assertThat(Files.readString(ROOT.resolve("dist/src/assembly/program.xml")))
                .contains("<directory>../docs</directory>", "<outputDirectory>docs</outputDirectory>");
    }

    @Test
    void linksLeadToPagesAndHeadingsThatAreThere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                links++;
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !exists(page, target)) {
                    broken.add(ROOT.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(links).isGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return file.startsWith(ROOT)
                && Files.exists(file)
                && (parts.length < 2 || anchors(file).contains(parts[1]));
    }

    /** The anchors that GitHub gives to the headings of a page. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Records of decisions tell of what was so at their time, and may name what is gone. */
    @Test
    void namesNoClassThatIsNotThere() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            if (!page.startsWith(DECISIONS)) {
                Matcher name =
                        NAME.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""));
                while (name.find()) {
                    if (looksLikeAClass(name) && !isThere(name)) {
                        unknown.add(ROOT.relativize(page) + ": " + name.group());
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** Where else the classes come from that pages name. */
    private static final List<String> OTHERS =
            List.of("java.lang.", "java.util.", "com.google.common.collect.", "org.apache.kafka.common.utils.");

    /**
     * A single word with a capital may be a header, a field or anything; one of several words, or with a member, is
     * ours.
     */
    private static boolean looksLikeAClass(Matcher name) {
        return name.group(2) != null && !name.group(2).equals("avsc")
                || name.group(1).matches("([A-Z][a-z]+){2,}") && !name.group(1).equals("KeyError");
    }

    private static boolean isThere(MatchResult name) {
        String source = SOURCES.get(name.group(1));
        String member = name.group(2);
        if (source == null) {
            return OTHERS.stream().anyMatch(where -> isClass(where + name.group(1)));
        }
        return member == null
                || Pattern.compile("\\b" + member + "\\b").matcher(source).find();
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name, false, DocsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    @Test
    void glossaryNamesOnlyWhatIsThere() throws IOException {
        List<String> unknown = new ArrayList<>();
        String all = String.join("\n", SOURCES.values());
        int names = 0;
        for (MatchResult term : terms()) {
            Matcher name = NAME.matcher(term.group(2));
            while (name.find()) {
                names++;
                if (!isThere(name)) {
                    unknown.add(term.group(1) + ": " + name.group());
                }
            }
            Matcher constant = CONSTANT.matcher(term.group(2));
            while (constant.find()) {
                if (!Pattern.compile("\\b" + constant.group(1) + "\\b")
                        .matcher(all)
                        .find()) {
                    unknown.add(term.group(1) + ": " + constant.group());
                }
            }
        }
        assertThat(names).isGreaterThan(80);
        assertThat(unknown).isEmpty();
    }

    @Test
    void glossarySaysEachTermOnceAndBriefly() throws IOException {
        Set<String> seen = new HashSet<>();
        for (MatchResult term : terms()) {
            assertThat(seen.add(term.group(1)))
                    .as("%s is said once", term.group(1))
                    .isTrue();
            String said = term.group(2).replaceAll("`[^`]*`", "").replaceAll("\\s+", " ");
            assertThat(said).as(term.group(1)).contains(": ").endsWith(".");
            assertThat(CharMatcher.is('.').countIn(said)).as(term.group(1)).isLessThanOrEqualTo(3);
        }
    }

    /** Words that a programmer, or a reader of Placement's API, knows without this house. */
    private static final Set<String> PLAIN_WORDS = Set.of("""
            Accept Access Address Allocations Amounts Answer Attribute Audience Audit Authority Backend Berth Binder
            Bins Bits Brokers Call Candidates Causes Child Clients Cluster Components Connections Contents Copies
            Cors Credentials Cycle Deadline Decoding Diagnosis Difference Discrepancy Exchange Explainer Fields
            Findings Flags Flavor Flush Forwarding Framing Group Handler Holding Holdings Identity Ids Inventories
            Irregular Items Knowledge Layout Leases Limit Link Literals Logging Mapping Measurements Member Meminfo
            Negotiation Network Nullable Operation Pem Pools Ports Printable Problem Program Progress Projector
            Quota Read Rebuilds Recovery Refusals Replies Resource Restoration Retry Router Rows Scalar Scheduler
            Schemas Secrets Section Senders Service Shuffle Simulation Staleness Storage Stores Strictness Symbols
            Table Template Terminal Tls Topics Unavailable Unreachable Uuids Verdict Version Violation Why
            """.trim().split("\\s+"));

    /** A class that is named by one word makes that word a term: it is a plain one, or the glossary says what it is. */
    @Test
    void glossaryHasEveryWordThatNamesAClassAndIsNotPlain() throws IOException {
        String glossary = Files.readString(DOCS.resolve("glossary.md"));
        Set<String> untold = new TreeSet<>();
        for (String name : mainClasses()) {
            if (name.matches("[A-Z][a-z]+") && !PLAIN_WORDS.contains(name)) {
                String word = name.toLowerCase(Locale.ROOT);
                boolean isTold = glossary.contains("`" + name + "`")
                        || glossary.contains("**" + word + "**")
                        || word.endsWith("s") && glossary.contains("**" + word.substring(0, word.length() - 1) + "**");
                if (!isTold) {
                    untold.add(name);
                }
            }
        }
        assertThat(untold)
                .as("classes named by a word that docs/glossary.md has not")
                .isEmpty();
    }

    private static Set<String> mainClasses() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.map(file -> file.getFileName().toString())
                                .filter(file -> file.endsWith(".java"))
                                .forEach(file -> names.add(file.replace(".java", "")));
                    }
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(500);
        return names;
    }

    /** Anyone who looks for a word looks in its part of the page by the alphabet. */
    @Test
    void glossaryIsInOrder() throws IOException {
        for (String part : Files.readString(DOCS.resolve("glossary.md")).split("\n## ")) {
            assertThat(TERM.matcher(part).results().map(term -> term.group(1)).toList())
                    .isSorted();
        }
    }

    @Test
    void listsEveryDecisionWithItsNumber() throws IOException {
        String list = Files.readString(DECISIONS.resolve("README.md"));
        try (Stream<Path> files = Files.list(DECISIONS)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .sorted()
                            .toList())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(name -> assertThat(list).contains("| [" + name.substring(0, 4) + "](" + name + ") | "));
        }
    }

    private static List<MatchResult> terms() throws IOException {
        List<MatchResult> terms = TERM.matcher(Files.readString(DOCS.resolve("glossary.md")))
                .results()
                .toList();
        assertThat(terms).hasSizeGreaterThan(80);
        return terms;
    }

    private static Set<Path> pages() throws IOException {
        Set<Path> pages = new TreeSet<>();
        pages.add(ROOT.resolve("README.md"));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private static TreeMap<String, String> sources() {
        TreeMap<String, String> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.sorted().toList()) {
                for (String part : List.of("src/main/java", "src/test/java")) {
                    Path directory = module.resolve(part);
                    if (Files.isDirectory(directory)) {
                        read(directory, sources);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /** Two classes of one name in two packages are taken for one that has the members of both. */
    private static void read(Path directory, TreeMap<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
    }
}

package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.TopicSettings;
import dev.berth.events.log.Topics;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.store.RegionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/**
 * The pictures and tables of docs/architecture.md are what the code says: modules with what they need, packages,
 * topics with their settings, sections of the store, and every name in code font. The table of packages is written by
 * this test, with {@code -Darchitecture.write=true}.
 */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/architecture.md");
    private static final String DRAWN = "<!-- written by ArchitecturePageTest -->\n";
    private static final String DRAWN_END = "<!-- end -->";

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*(.*?(?:\\.|\\z))(?=\\s|\\z)", Pattern.DOTALL);

    private final String page = read(PAGE);

    @Test
    void listsAllModulesInTheOrderOfTheBuild() {
        List<String> modules = texts("<module>([^<]+)</module>", read(ROOT.resolve("pom.xml")));
        assertThat(column("module", 0).stream()
                        .map(ArchitecturePageTest::onlyCode)
                        .toList())
                .containsExactlyInAnyOrderElementsOf(modules)
                .hasSizeGreaterThan(10);
    }

    @Test
    void saysWhichModulesAndLibrariesAModuleNeeds() {
        for (List<String> row : table("module")) {
            String module = onlyCode(row.get(0));
            List<String> needs = dependencies(module);
            assertThat(code(row.get(2)))
                    .as("modules that %s needs", module)
                    .containsExactlyInAnyOrderElementsOf(needs.stream()
                            .filter(artifact -> artifact.startsWith("berth-"))
                            .map(artifact -> artifact.substring("berth-".length()))
                            .toList());
            assertThat(needs).as("libraries of %s", module).containsAll(code(row.get(3)));
        }
    }

    @Test
    void namesPackagesThatModulesHave() {
        int packages = 0;
        for (List<String> row : table("module")) {
            String module = onlyCode(row.get(0));
            for (String name : code(row.get(1))) {
                if (name.matches("[a-z.]+") && !name.equals("berth")) {
                    packages++;
                    assertThat(packages(module))
                            .as("packages of %s", module)
                            .anyMatch(known -> known.equals(name) || known.endsWith("." + name));
                }
            }
        }
        assertThat(packages).isGreaterThan(10);
    }

    @Test
    void listsEveryPackageWithItsPurpose() throws IOException {
        StringBuilder table = new StringBuilder("| module | package | what it is for |\n|---|---|---|\n");
        for (String module :
                column("module", 0).stream().map(ArchitecturePageTest::onlyCode).toList()) {
            for (String name : packages(module)) {
                table.append("| `" + module + "` | `" + name + "` | " + purpose(module, name) + " |\n");
            }
        }
        int begin = page.indexOf(DRAWN) + DRAWN.length();
        int end = page.indexOf(DRAWN_END, begin);
        if (Boolean.getBoolean("architecture.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end))
                .as("run with -Darchitecture.write=true after a change of packages")
                .isEqualTo(table.toString());
    }

    /** DocsTest looks for the members; this looks for every class, of a single word too, and in pictures. */
    @Test
    void namesOnlyClassesAndConstantsThatAreThere() {
        String sources = String.join("\n", sources());
        Set<String> classes = Set.copyOf(texts("\\b(?:class|interface|enum|record) (\\w+)", sources));
        Set<String> constants = Set.copyOf(texts("(?m)^\\s+([A-Z][A-Z_]+)\\b", sources));
        Set<String> names = named();
        assertThat(names).hasSizeGreaterThan(35);
        assertThat(names).allSatisfy(name -> {
            String first = Splitter.on('.').splitToList(name).get(0);
            assertThat(first.matches("[A-Z_]+") ? constants : classes).contains(first);
        });
    }

    /** Classes, with their members, and constants: in code font, and of pictures the words that can be nothing else. */
    private Set<String> named() {
        Set<String> names = new TreeSet<>();
        String prose = FENCED.matcher(page).replaceAll("");
        for (String code : texts(CODE.pattern(), prose)) {
            if (code.matches("[A-Z]\\w*(\\.\\w+)*") && !code.equals("Idempotency-Key")) {
                names.add(code);
            }
        }
        for (String picture : texts("(?s)(?m)^```(.*?)^```", page)) {
            names.addAll(texts("\\b((?:[A-Z][a-z]+){2,})\\b", picture).stream()
                    .filter(word -> !word.equals("RocksDB"))
                    .toList());
        }
        return names;
    }

    @Test
    void drawsOnlyTopicsThatAreThere() {
        Set<String> topics = Set.copyOf(topics().keySet());
        for (String picture : texts("(?s)(?m)^```(.*?)^```", page)) {
            assertThat(topics).containsAll(texts("\\b(berth\\.[a-z]+)\\b", picture));
        }
        assertThat(texts("(?s)(?m)^```(.*?)^```", page)).isNotEmpty();
    }

    @Test
    void saysHowLongEachTopicKeepsWhat() {
        TreeMap<String, String> kept = new TreeMap<>();
        for (List<String> row : table("topic")) {
            kept.put(onlyCode(row.get(0)), row.get(3));
        }
        assertThat(kept).isEqualTo(topics());
    }

    private static TreeMap<String, String> topics() {
        TreeMap<String, String> topics = new TreeMap<>();
        for (TopicSettings topic : List.of(Topics.LOG, Topics.DECISIONS, Topics.REPORTS, Topics.HOSTS)) {
            topics.put(topic.topic(), kept(topic.settings()));
        }
        topics.put(ProjectorConfig.APPLICATION_ID + "-" + RegionStore.NAME + "-changelog", "compacted");
        return topics;
    }

    private static String kept(ImmutableSortedMap<String, String> settings) {
        List<String> words = new ArrayList<>();
        if (settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            words.add("compacted");
        } else {
            words.add(
                    switch (settings.get(TopicConfig.RETENTION_MS_CONFIG)) {
                        case "-1" -> "for ever";
                        case "604800000" -> "a week";
                        default -> settings.get(TopicConfig.RETENTION_MS_CONFIG) + " ms";
                    });
            switch (settings.get(TopicConfig.RETENTION_BYTES_CONFIG)) {
                case "-1" -> {}
                case "1073741824" -> words.add("1 GiB a partition");
                default -> words.add(settings.get(TopicConfig.RETENTION_BYTES_CONFIG) + " bytes a partition");
            }
        }
        if (settings.containsKey(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)) {
            words.add(settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
        }
        return String.join(", ", words);
    }

    @Test
    void saysOfEverySectionOfTheStoreWhetherItIsAFact() {
        TreeMap<String, String> told = new TreeMap<>();
        for (List<String> row : table("section")) {
            code(row.get(0)).forEach(section -> told.put(section, row.get(1)));
        }
        TreeMap<String, String> declared = new TreeMap<>();
        Matcher section = Pattern.compile("(/\\*\\*[^/]*\\*/\\s*)?\\b([A-Z]+)\\('.'\\)")
                .matcher(read(ROOT.resolve("projector/src/main/java/dev/berth/projector/store/Section.java")));
        while (section.find()) {
            boolean isProjection = section.group(1) != null && section.group(1).contains("Projection:");
            declared.put(section.group(2), isProjection ? "projection" : "fact");
        }
        assertThat(told).hasSizeGreaterThan(10).isEqualTo(declared);
    }

    private List<String> column(String heading, int index) {
        return table(heading).stream().map(row -> row.get(index)).toList();
    }

    /** The rows of the first table whose first column has that heading. */
    private List<List<String>> table(String heading) {
        List<List<String>> rows = new ArrayList<>();
        boolean isInside = false;
        for (String line : page.lines().toList()) {
            if (line.startsWith("| " + heading + " |") && rows.isEmpty()) {
                isInside = true;
            } else if (!line.startsWith("|")) {
                isInside = false;
            } else if (isInside && !line.startsWith("|---")) {
                List<String> cells = Splitter.on('|').trimResults().splitToList(line);
                rows.add(cells.subList(1, cells.size() - 1));
            }
        }
        assertThat(rows).as("a table of " + heading).isNotEmpty();
        return rows;
    }

    private static String onlyCode(String cell) {
        List<String> names = code(cell);
        assertThat(names).as(cell).hasSize(1);
        return names.get(0);
    }

    private static List<String> code(String cell) {
        return texts(CODE.pattern(), cell);
    }

    /** The artifacts that a module is built and run with, without what its tests need. */
    private static List<String> dependencies(String module) {
        String pom = read(ROOT.resolve(module + "/pom.xml"));
        String own = Pattern.compile("<(build|profiles|dependencyManagement)>.*?</\\1>", Pattern.DOTALL)
                .matcher(pom)
                .replaceAll("");
        return Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                .matcher(own)
                .results()
                .map(MatchResult::group)
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .flatMap(dependency -> texts("<artifactId>([^<]+)</artifactId>", dependency).stream())
                .toList();
    }

    /** The names below dev.berth of all packages of the module that have a page of their own. */
    private static List<String> packages(String module) {
        Path base = base(module);
        try (Stream<Path> files = Files.exists(base) ? Files.walk(base) : Stream.empty()) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> base.relativize(file.getParent()).toString().replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path base(String module) {
        return ROOT.resolve(module + "/src/main/java/dev/berth");
    }

    private static String purpose(String module, String name) {
        String info = read(base(module).resolve(name.replace('.', '/') + "/package-info.java"));
        Matcher sentence = FIRST_SENTENCE.matcher(info.replaceAll("\n \\*/?", " "));
        assertThat(sentence.find()).as(name).isTrue();
        return sentence.group(1)
                .trim()
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@(?:code|link) ([^}]+)}", "`$1`")
                .replace("&amp;", "&");
    }

    private static List<String> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ArchitecturePageTest::javaFiles)
                    .map(ArchitecturePageTest::read)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

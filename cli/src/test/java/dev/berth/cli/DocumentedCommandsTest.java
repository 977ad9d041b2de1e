package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.output.Terminal;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/ tells its readers to type is typed here, taken from the pages, and what comes out is what the pages say.
 */
class DocumentedCommandsTest {
    /** What is drawn again for each request. */
    private static final Pattern REQUEST_ID = Pattern.compile("req-[0-9a-f-]{36}");

    /** A row of the table of variants of the first query: the variant, and how many candidates it has. */
    private static final Pattern VARIANT = Pattern.compile("\\| (.+?) \\| (\\d+)[: ].*");

    /** What a page's function {@code agent} runs. */
    private static final Pattern AGENT = Pattern.compile("agent\\(\\) \\{\\s+(berth agent .*) \"\\$@\"");

    /** The section of auditing.md that is a story. */
    private static final String STORY = "A bad placement at 03:12";

    /** A text that is piped into berth. */
    private static final Pattern ECHOED = Pattern.compile("echo '([^']*)' \\| (berth .*)", Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^ '])+");

    /** What the clock says, the number of a report, which is the clock's too, and when nobody hears. */
    private static final Pattern TIME = Pattern.compile("20[0-9-]{8}T[0-9:.]+Z|never|(?<=report number  )\\d+");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @Test
    void firstClaimGoesAsItsPageSays() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            DocPage page = DocPage.read("first-claim.md", address(up));
            List<DocPage.Ran> ran = page.run(page.commands());

            assertThat(ran).hasSizeGreaterThan(6);
            for (DocPage.Ran each : ran) {
                assertIsAsPrinted(each);
            }
            assertThat(page.run(variants(page)).stream()
                            .skip(2)
                            .map(each ->
                                    candidates(each) + " of " + each.command().text())
                            .toList())
                    .isEqualTo(variants(page).stream()
                            .skip(2)
                            .map(each -> each.output() + " of " + each.text())
                            .toList());
        }
    }

    private static String address(BerthProcess up) {
        return up.url().toString().replaceAll("/+$", "");
    }

    private static void assertIsAsPrinted(DocPage.Ran ran) throws IOException {
        String typed = ran.command().text();
        assertThat(ran.output()).as(typed).doesNotContain("command not found", "syntax error");
        if (!ran.command().output().isEmpty()) {
            assertThat(comparable(ran.output()))
                    .as(typed)
                    .isEqualTo(comparable(ran.command().output()));
        } else if (!ran.command().json().isEmpty()) {
            JsonNode answer = JSON.readTree(ran.output());
            JSON.readTree(ran.command().json())
                    .properties()
                    .forEach(field ->
                            assertThat(answer.get(field.getKey())).as(typed).isEqualTo(field.getValue()));
        } else {
            assertThat(ran.output()).as(typed).doesNotContain("errors");
        }
    }

    private static String comparable(String output) {
        return REQUEST_ID.matcher(output).replaceAll("req").replaceAll("\\s+", "");
    }

    /**
     * The page's setup in another region, and the variants of its first query with the numbers of candidates that
     * they should have.
     */
    private static List<DocPage.Command> variants(DocPage page) throws IOException {
        List<DocPage.Command> commands = new ArrayList<>();
        for (DocPage.Command setup : page.commands().subList(0, 2)) {
            commands.add(new DocPage.Command(setup.text().replace("/regions/figure", "/regions/variants"), "", ""));
        }
        String query = page.commands().get(2).text();
        for (String line : Files.readAllLines(Path.of("../docs/first-claim.md"))) {
            Matcher row = VARIANT.matcher(line);
            if (row.matches()) {
                commands.add(new DocPage.Command(variant(query, row.group(1)), row.group(2), ""));
            }
        }
        assertThat(commands).hasSize(6);
        return commands;
    }

    private static String variant(String query, String what) {
        String quoted = what.contains("`") ? what.split("`")[1] : what;
        if (quoted.startsWith("&")) {
            return query.replaceFirst("\"$", quoted + "\"");
        }
        if (quoted.startsWith("resources=")) {
            return query.replaceFirst("resources=[^\"]*", quoted);
        }
        assertThat(quoted).isEqualTo("asked in version 1.28");
        return query.replaceFirst(
                "placement", "curl -s -H 'x-auth-token: admin' -H 'openstack-api-version: placement 1.28'");
    }

    private static String candidates(DocPage.Ran ran) {
        try {
            return Integer.toString(
                    JSON.readTree(ran.output()).path("allocation_requests").size());
        } catch (IOException e) {
            throw new UncheckedIOException(ran.output(), e);
        }
    }

    @Test
    void candidatesAreExplainedAsTheirPageSays() throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            new DocumentedHosts(server).report();
            DocPage page = DocPage.read("candidates.md", "http://127.0.0.1:" + server.port());
            List<DocPage.Ran> ran = page.run(page.commands());

            assertThat(ran).hasSize(3);
            for (DocPage.Ran each : ran.subList(0, 2)) {
                assertThat(each.output())
                        .as(each.command().text())
                        .isEqualTo(each.command().output());
            }
            assertThat(ran.get(2).output()).startsWith("2 trees have candidates");
        }
    }

    /** Nothing that is asked changes anything, so what a shell runs may all come before what berth does. */
    @Test
    void whatIfIsAskedAsItsPageSays() throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String address = "http://127.0.0.1:" + server.port();
            DocPage page = DocPage.read("what-if.md", address);
            List<DocPage.Command> ofShell = new ArrayList<>(page.commands());
            ofShell.removeIf(command -> command.text().startsWith("berth "));
            List<DocPage.Command> ofBerth = new ArrayList<>(page.commands());
            ofBerth.removeAll(ofShell);
            assertThat(ofShell).hasSize(3);
            assertThat(ofBerth).hasSize(3);

            for (DocPage.Ran each : page.run(ofShell)) {
                assertIsAsPrinted(each);
            }
            for (DocPage.Command command : ofBerth) {
                String typed = command.text() + " --url " + address;
                assertIsAsPrinted(new DocPage.Ran(command, Run.of(words(typed)).all()));
            }
            assertThat(server.view(Region.DEFAULT).position().offset())
                    .as("the setup alone was appended")
                    .isEqualTo(2);
        }
    }

    /** How fast it is differs; what is printed of it, and that all of it was granted and released, does not. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void claimsAloneAreMeasuredAsTheirPageSays() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            DocPage page = DocPage.read("scaling.md", address(up));

            assertThat(page.commands()).hasSize(2);
            for (DocPage.Command command : page.commands()) {
                Run ran = Run.of(words(command.text() + " --url " + address(up)));
                assertThat(ran.status()).as(ran.all()).isEqualTo(ExitCode.OK);
                assertThat(withoutFigures(ran.out())).as(command.text()).isEqualTo(withoutFigures(command.output()));
            }
        }
    }

    private static String withoutFigures(String table) {
        return table.replaceAll("[0-9][0-9.,]*", "N").replaceAll("\\s+", " ").strip();
    }

    @Test
    void capacityIsCountedAsItsPageSays() throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            new DocumentedHosts(server).report();
            String address = "http://127.0.0.1:" + server.port();
            DocPage page = DocPage.read("capacity.md", address);

            assertThat(page.commands()).hasSize(2);
            for (DocPage.Command command : page.commands()) {
                String typed = command.text() + (command.text().contains("--url") ? "" : " --url " + address);
                assertThat(Run.of(words(typed)).all().strip()).as(typed).isEqualTo(command.output());
            }
        }
    }

    /** A process for each command would take longer than all else here, so berth's are run in this one. */
    @Test
    void flavorsAreMadeAsTheirPageSays() throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String address = "http://127.0.0.1:" + server.port();
            DocPage page = DocPage.read("pci.md", address);

            assertThat(page.commands()).hasSize(8);
            for (DocPage.Command command : page.commands()) {
                String typed = command.text();
                String output = typed.startsWith("berth ")
                        ? Run.of((typed.substring("berth ".length()) + " --url " + address).split(" +"))
                                .out()
                                .strip()
                        : page.run(List.of(command)).get(0).output();
                assertThat(output).as(typed).isEqualTo(command.output());
            }
        }
    }

    /** As above; the page's shell function {@code agent} is berth, too. */
    @Test
    void aHostLivesAsItsPageSays() throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String address = "http://127.0.0.1:" + server.port();
            DocPage page = DocPage.read("hosts.md", address);
            String setup = page.commands()
                    .get(0)
                    .text()
                    .replace("/tmp/n1", dir.resolve("n1").toString());
            Matcher agent = AGENT.matcher(setup);
            assertThat(agent.find()).isTrue();
            assertThat(page.run(List.of(new DocPage.Command(setup, "", "")))
                            .get(0)
                            .output())
                    .isEmpty();

            assertThat(page.commands()).hasSizeGreaterThan(20);
            for (DocPage.Command command :
                    page.commands().subList(1, page.commands().size())) {
                String typed = command.text().replaceFirst("^agent ", Matcher.quoteReplacement(agent.group(1) + " "));
                String output = typed.startsWith("berth ")
                        ? Run.of(words(typed + " --token admin --url " + address))
                                .all()
                        : page.run(List.of(new DocPage.Command(setup + "\n" + typed, "", "")))
                                .get(0)
                                .output();
                assertThat(timeless(output)).as(typed).isEqualTo(timeless(command.output()));
            }
        }
    }

    /** What each block of the page sets up is there for all that come after it. */
    @Test
    void auditsGoAsTheirPageSays() throws Exception {
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            DocPage page = DocPage.read("auditing.md", address(up), section -> !section.equals(STORY));
            List<DocPage.Command> commands = page.commands();
            assertThat(page.run(commands.subList(0, 1)).get(0).output()).isEmpty();

            List<String> told = new ArrayList<>();
            List<String> printed = new ArrayList<>();
            String printedKey = "none";
            String key = "none";
            for (DocPage.Command command : commands.subList(1, commands.size())) {
                boolean isKey = command.text().startsWith("berth audit key ");
                String typed = command.text()
                        .replace("live.txt", dir.resolve("live.txt").toString())
                        .replace("/var/lib/auditor", dir.toString())
                        .replace(printedKey, key);
                if (!typed.startsWith("berth ") && !ECHOED.matcher(typed).matches()) {
                    DocPage.Command setup = new DocPage.Command(typed, "", "");
                    assertThat(page.run(List.of(setup)).get(0).output()).isEmpty();
                    continue;
                }
                Run ran = audit(typed
                        + (typed.contains(" orphans ") ? " --url " + address(up) : "")
                        + (isKey ? "" : " --kafka " + up.kafka() + " --registry " + up.registry()));
                assertThat(ran.status()).as(typed + " " + ran.err()).isEqualTo(statusOf(typed));
                if (isKey) {
                    printedKey = command.output().strip();
                    key = ran.out().strip();
                }
                String out =
                        ran.out().replace(dir.toString(), "/var/lib/auditor").replace(key, printedKey);
                told.add(command.text() + "\n" + timed(out));
                printed.add(command.text() + "\n" + timed(command.output()));
            }
            assertThat(told).hasSizeGreaterThan(7).isEqualTo(printed);
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    /**
     * The story has a log of its own, so that its positions are those of the page. What its first block defines is
     * there in the others; the audits are run in this process.
     */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 26 s; run with -Dfaults=true")
    void aBadPlacementIsFoundExplainedCorrectedAndProvenAsItsSectionSays() throws Exception {
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            DocPage page = DocPage.read("auditing.md", address(up), STORY::equals);
            List<DocPage.Command> commands = page.commands();
            String definitions = commands.get(0).text();
            List<String> told = new ArrayList<>();
            List<String> printed = new ArrayList<>();
            for (DocPage.Command command : commands.subList(1, commands.size())) {
                printed.add(command.text() + "\n" + timed(command.output()));
                if (command.text().startsWith("berth ")) {
                    Run ran = audit(command.text() + " --kafka " + up.kafka() + " --registry " + up.registry());
                    assertThat(ran.status())
                            .as(command.text() + " " + ran.err())
                            .isZero();
                    told.add(command.text() + "\n" + timed(ran.out()));
                } else {
                    DocPage.Command typed = new DocPage.Command(definitions + "\n" + command.text(), "", "");
                    told.add(command.text() + "\n"
                            + timed(page.run(List.of(typed)).get(0).output()));
                }
            }
            assertThat(told).hasSizeGreaterThan(10).isEqualTo(printed);
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    /** Runs the command in this process; what is echoed into it is its standard input. */
    private static Run audit(String typed) {
        Matcher echoed = ECHOED.matcher(typed);
        if (!echoed.matches()) {
            return Run.of(words(typed));
        }
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((echoed.group(1) + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return Run.of(words(echoed.group(2)));
        } finally {
            System.setIn(before);
        }
    }

    /** Orphans are found, or found and released. */
    private static int statusOf(String typed) {
        if (!typed.contains(" orphans ")) {
            return ExitCode.OK;
        }
        return typed.contains(" --release") ? 4 : 3;
    }

    /** Without ids that are drawn anew, and counts over time, in which the commands may fall as they like. */
    private static String timed(String output) {
        return timeless(output.replaceAll("req-[^ )]+", "req")
                .replaceAll("commandId=[^,]+", "command")
                .replaceAll(" +\\d+\\.\\d{6} +\\d+", " hours")
                .replaceAll("(?s)\\ntime, every.*", ""));
    }

    /** The words of a line behind {@code berth}, as a shell sees them where only single quotes are used. */
    private static String[] words(String typed) {
        return WORD.matcher(typed)
                .results()
                .skip(1)
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
    }

    private static String timeless(String output) {
        return comparable(TIME.matcher(output).replaceAll("TIME"));
    }
}

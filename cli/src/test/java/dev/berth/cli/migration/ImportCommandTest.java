package dev.berth.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import dev.berth.cli.PlacementDump;
import dev.berth.cli.RandomFleet;
import dev.berth.cli.Run;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From one Placement into a Berth and back; the source is a Berth too, which speaks the same API. */
class ImportCommandTest {
    /** How often a call is made that brings back a fault. */
    private static final int TRIES = 4;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BrokerlessServer there;
    private BrokerlessServer here;

    @BeforeEach
    void start() {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private RandomFleet fleet(long seed) throws Exception {
        return new RandomFleet(url(there), seed).fill(12, 40);
    }

    private Run take(String from, String... more) {
        List<String> arguments = new ArrayList<>(List.of("import", "--from", from, "--url", url(here), "--json"));
        arguments.addAll(Arrays.asList(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static JsonNode json(Run run) throws Exception {
        return MAPPER.readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void takesOverAllThatAnyGetShows(long seed) throws Exception {
        fleet(seed);
        Run run = take(url(there));
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));

        Run again = take(url(there));
        assertThat(again.status()).as(again.all()).isEqualTo(ExitCode.OK);
        assertThat(json(again).path("appended")).allMatch(count -> count.asLong() == 0);
    }

    @Test
    void takesOverIntoAnotherRegionAlone() throws Exception {
        fleet(4);
        Run run = take(url(there), "--region", "east");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(PlacementDump.of(url(here) + "/regions/east")).isEqualTo(PlacementDump.of(url(there)));
        assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
    }

    @Test
    void triesItWithoutAppendingAnything() throws Exception {
        RandomFleet fleet = fleet(5);
        Run run = take(url(there), "--dry-run");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.DIFFERENCES);
        assertThat(json(run).at("/to_append/providers").asInt())
                .isEqualTo(fleet.providers().size());
        assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
        assertThat(here.view(Region.DEFAULT).catalogue().customTraits().isEmpty())
                .isTrue();
    }

    @Test
    void followsASourceThatWasWrittenToSince() throws Exception {
        RandomFleet fleet = fleet(6);
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        change(fleet);
        Run run = take(url(there), "--mirror");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
    }

    /** Releases, claims, renames, moves, makes, deletes, and lowers what there is. */
    private static void change(RandomFleet fleet) throws Exception {
        for (int i = 0; i < 10; i++) {
            RandomFleet.must(
                    fleet.call("DELETE", "/allocations/" + fleet.consumers().get(3 * i), null, "1.39"));
            fleet.claim();
        }
        for (int i = 0; i < 4; i++) {
            fleet.lower(fleet.providers().get(i));
        }
        String lonely = fleet.uuid();
        String made = fleet.uuid();
        RandomFleet.must(fleet.call("POST", "/resource_providers", provider(lonely, "lonely", null), "1.39"));
        RandomFleet.must(fleet.call("POST", "/resource_providers", provider(made, "made", null), "1.39"));
        RandomFleet.must(fleet.put("/resource_providers/" + lonely, provider(null, "lonely no more", made)));
    }

    private static ObjectNode provider(String uuid, String name, String parent) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        if (uuid != null) {
            body.put("uuid", uuid);
        }
        if (parent != null) {
            body.put("parent_provider_uuid", parent);
        }
        return body;
    }

    @Test
    void followsNamesAndPlacesInTheTrees() throws Exception {
        RandomFleet fleet = fleet(7);
        String one = fleet.uuid();
        String other = fleet.uuid();
        RandomFleet.must(fleet.call("POST", "/resource_providers", provider(one, "one", null), "1.39"));
        RandomFleet.must(fleet.call("POST", "/resource_providers", provider(other, "other", one), "1.39"));
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        String above = fleet.uuid();
        RandomFleet.must(fleet.call("POST", "/resource_providers", provider(above, "above", null), "1.39"));
        RandomFleet.must(fleet.put("/resource_providers/" + other, provider(null, "other here", above)));
        RandomFleet.must(fleet.call("DELETE", "/resource_providers/" + one, null, "1.39"));

        Run run = take(url(there));
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.DIFFERENCES);
        assertThat(json(run).path("first_differences"))
                .singleElement()
                .satisfies(only -> assertThat(only.path("subject").asText()).isEqualTo("provider " + one + " (one)"));
        Run mirrored = take(url(there), "--mirror");
        assertThat(mirrored.status()).as(mirrored.all()).isEqualTo(ExitCode.OK);
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
    }

    @Test
    void refusesToOverwriteWhatWasWrittenHereSince() throws Exception {
        fleet(8);
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        String provider = here.view(Region.DEFAULT)
                .providers()
                .all()
                .iterator()
                .next()
                .id()
                .toString();
        new RandomFleet(url(here), 1)
                .replace(
                        provider, "traits", JsonNodeFactory.instance.arrayNode().add("HW_GPU_API_DXVA"));
        long before = here.view(Region.DEFAULT).position().offset();
        Run run = take(url(there));
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err())
                .contains("nothing was appended", provider, "it was written to here since it was imported");
        assertThat(here.view(Region.DEFAULT).position().offset()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/inventories | generation\": *\\d+ | generation\":-3 | expected a generation from 0",
                "/traits | generation\": *\\d+ | generation\":99 | name the generations",
                "/inventories | \"total\": *\\d+ | \"total\":0 | expected positive inventory units",
                "/resource_providers$ | host-1\" | host-0\" | have one name",
                "/resource_providers$ | \"generation\": *\\d+ | \"generation\":999 | its generation fell from 999",
                "/resource_providers$ | \"uuid\": *\"[0-9a-f-]{36} | \"uuid\":\"no-uuid | expected a UUID",
                "/allocations/ | \"VCPU\": *1 | \"DISK_GB\":1 | holds DISK_GB",
                "/traits | HW_CPU_X86_AVX2 | HW_FROM_THE_FUTURE | newer os-traits",
                "/usages | VCPU\": *\\d+ | VCPU\":1000 | 1000 of VCPU are used there, but its allocations add up to",
                "/allocations/ | \"user_id\": *\"[^\"]*\" | \"user_id\":7 | expected a text as user_id",
            })
    void saysWhatCannotBeTakenOverAndAppendsNothing(String path, String from, String to, String words)
            throws Exception {
        fleet(9);
        try (BadProxy proxy = new BadProxy(
                url(there),
                (method, asked, answer) -> isAbout(asked, path)
                        ? new BadProxy.Answer(answer.status(), answer.body().replaceAll(from, to))
                        : answer)) {
            Run run = take(proxy.url());
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("nothing was appended", words);
        }
        assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
    }

    private static boolean isAbout(String asked, String path) {
        return asked.matches(".*" + path + (path.endsWith("$") || !path.endsWith("/") ? "" : ".*"))
                && !asked.equals("/traits");
    }

    @Test
    void goesOnAfterTheSourceAnsweredWithAFaultNowAndThen() throws Exception {
        fleet(10);
        AtomicInteger calls = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(
                url(there),
                (method, path, answer) -> calls.incrementAndGet() % 7 == 0
                        ? calls.get() % 2 == 0 ? null : new BadProxy.Answer(500, "{}")
                        : answer)) {
            Run run = take(proxy.url());
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        }
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 11 s; run with -Dfaults=true")
    void saysThatTheSourceFailsAndAppendsNothing() throws Exception {
        fleet(11);
        AtomicInteger calls = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(
                url(there),
                (method, path, answer) -> calls.incrementAndGet() > 20
                        ? new BadProxy.Answer(500, "{\"errors\": [{\"detail\": \"db is gone\"}]}")
                        : answer)) {
            Run run = take(proxy.url());
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains(proxy.url() + " answers 500 to GET", "db is gone");
        }
        assertThat(here.view(Region.DEFAULT).providers().size()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 10 s; run with -Dfaults=true")
    void waitsForNoAnswerLongerThanItMay() throws Exception {
        fleet(12);
        try (BadProxy proxy = new BadProxy(url(there), (method, path, answer) -> {
            if (path.endsWith("/aggregates")) {
                Thread.sleep(60_000);
            }
            return answer;
        })) {
            Run run = take(proxy.url(), "--wait", "1", "--connections", "1");
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("no answer from " + proxy.url(), "/aggregates within 1 s", "--wait");
        }
    }

    @Test
    void goesOnWhereItStoppedWhenBerthFailedInTheMiddle() throws Exception {
        fleet(13);
        AtomicInteger imports = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(
                url(here),
                (method, path, answer) -> path.equals("/import") && imports.incrementAndGet() > 2
                        ? new BadProxy.Answer(503, "{\"errors\": [{\"detail\": \"no log\"}]}")
                        : answer)) {
            Run run = Run.of("import", "--from", url(there), "--url", proxy.url());
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("answers 503 to POST /import", "The same command goes on from there.");
        }
        Run run = take(url(there));
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
    }

    @Test
    void asksABerthAgainThatCannotAnswerNowAndHasNothingAppendedTwice() throws Exception {
        fleet(16);
        AtomicInteger imports = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        Run run;
        // The proxy passes each call on before it says that it did not, so all of them come to Berth.
        try (BadProxy proxy = new BadProxy(url(here), (method, path, answer) -> {
            if (path.equals("/import") && imports.incrementAndGet() <= TRIES) {
                return notNow("berth.not_appended");
            }
            boolean isRefused =
                    method.equals("GET") && path.startsWith("/resource_providers?") && reads.incrementAndGet() <= TRIES;
            return isRefused ? notNow("berth.not_served") : answer;
        })) {
            run = Run.of("import", "--from", url(there), "--url", proxy.url(), "--json");
        }
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(run.err())
                .containsOnlyOnce("answers 503 to POST /import: Kafka was not heard. It is asked again for 120 s.")
                .contains("answers again.");
        assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
        assertThat(here.view(Region.DEFAULT).position().offset() + 1)
                .as("commands appended")
                .isEqualTo(imports.get() - TRIES);
    }

    private static BadProxy.Answer notNow(String code) {
        return new BadProxy.Answer(
                503, "{\"errors\": [{\"code\": \"" + code + "\", \"detail\": \"Kafka was not heard.\"}]}");
    }

    @Test
    void reportsWhatChangedThereMeanwhile() throws Exception {
        RandomFleet fleet = fleet(14);
        AtomicInteger lists = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(url(there), (method, path, answer) -> {
            if (path.equals("/resource_providers") && lists.incrementAndGet() == 2) {
                return new BadProxy.Answer(
                        200, answer.body().replaceFirst("\"generation\": *\\d+", "\"generation\":100"));
            }
            return answer;
        })) {
            Run run = take(proxy.url());
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(json(run).path("changed_meanwhile"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.asText()).endsWith("was written to there"));
        }
        assertThat(here.view(Region.DEFAULT).providers().size())
                .isEqualTo(fleet.providers().size());
    }

    @Test
    void reportsWhoWasReleasedThereMeanwhile() throws Exception {
        RandomFleet fleet = fleet(23);
        String consumer = fleet.consumers().get(0);
        AtomicInteger lists = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(url(there), (method, path, answer) -> {
            // The list was made before, so no generation in it can tell of the release.
            if (path.equals("/resource_providers") && lists.incrementAndGet() == 2) {
                release(fleet, consumer);
            }
            return answer;
        })) {
            Run run = take(proxy.url());
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(run.all()).contains("consumer " + consumer + " was written to there");
        }
    }

    private static void release(RandomFleet fleet, String consumer) {
        try {
            RandomFleet.must(fleet.call("DELETE", "/allocations/" + consumer, null, "1.39"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesWhatIsNoPlacementOrTooOld() throws Exception {
        try (BadProxy proxy = new BadProxy(url(there), (method, path, answer) -> new BadProxy.Answer(200, "{}"))) {
            Run run = take(proxy.url());
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("names no version");
        }
        try (BadProxy proxy = new BadProxy(
                url(there),
                (method, path, answer) -> new BadProxy.Answer(
                        200, answer.body().replaceAll("\"max_version\": *\"1.39\"", "\"max_version\":\"1.17\"")))) {
            Run run = take(proxy.url());
            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("speaks 1.17", "upgrade it first");
        }
        Run run = take("http://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("cannot reach the service at http://127.0.0.1:1");
    }

    @Test
    void writesAllOfItBackIntoAnEmptyPlacement() throws Exception {
        fleet(15);
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        Run full = Run.of("export", "--to", url(there), "--url", url(here));
        assertThat(full.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(full.err()).contains("expected an empty Placement at " + url(there));

        there.reset();
        Run run = Run.of("export", "--to", url(there), "--url", url(here), "--json");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(withoutGenerations(url(there))).isEqualTo(withoutGenerations(url(here)));
    }

    /** A Placement on MariaDB gives two classes that are made at a time one number, and keeps one of them. */
    @Test
    void exportsThoughTheFirstAnswerToEachWriteIsLost() throws Exception {
        new RandomFleet(url(here), 21).fill(2, 4);
        Set<String> lost = ConcurrentHashMap.newKeySet();
        try (BadProxy proxy = BadProxy.withoutKeys(
                url(there),
                (method, path, answer) -> !method.equals("GET") && lost.add(method + path) ? null : answer)) {
            Run run = Run.of("export", "--to", proxy.url(), "--url", url(here), "--connections", "8");
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        }
        assertThat(lost).anyMatch(write -> write.endsWith("/inventories")).contains("POST/allocations");
    }

    @Test
    void refusesARepetitionWhereSomethingElseIsThere() throws Exception {
        RandomFleet fleet = new RandomFleet(url(here), 22).fill(1, 0);
        String provider = fleet.providers().get(0);
        AtomicInteger posts = new AtomicInteger();
        try (BadProxy proxy = BadProxy.withoutKeys(url(there), (method, path, answer) -> {
            if (method.equals("POST") && posts.incrementAndGet() == 1) {
                return null;
            }
            return method.equals("GET") && path.equals("/resource_providers/" + provider)
                    ? new BadProxy.Answer(200, answer.body().replace("host-0", "other"))
                    : answer;
        })) {
            Run run = Run.of("export", "--to", proxy.url(), "--url", url(here));
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("answers 409 to POST /resource_providers");
        }
    }

    @Test
    void makesOneClassAfterAnother() throws Exception {
        fleet(17);
        assertThat(take(url(there)).status()).isEqualTo(ExitCode.OK);
        there.reset();
        AtomicInteger made = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (BadProxy proxy = new BadProxy(url(there), (method, path, answer) -> {
            if (method.equals("PUT") && path.startsWith("/resource_classes/")) {
                made.incrementAndGet();
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                Thread.sleep(100);
                underWay.decrementAndGet();
            }
            return answer;
        })) {
            Run run = Run.of("export", "--to", proxy.url(), "--url", url(here));
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        }
        assertThat(made).hasValue(2);
        assertThat(most).hasValue(1);
    }

    private static String withoutGenerations(String url) throws Exception {
        return PlacementDump.of(url).toString().replaceAll("generation\":\\d+", "generation\":-");
    }
}

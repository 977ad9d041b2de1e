package dev.berth.api.moment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.Route;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads as of moments of the past, byte for byte against a Berth that was given only what was before. More and longer:
 * {@code -Dasof.commands=1000000 -Dasof.positions=1000 -Dseed=3}.
 */
final class AsOfTest {
    private static final int COMMANDS = Integer.getInteger("asof.commands", 1_200);
    private static final int POSITIONS = Integer.getInteger("asof.positions", 25);
    private static final long SEED = Long.getLong("seed", 3);
    private static final int STOPPED = COMMANDS / 2;
    private static final int SKIPPED = STOPPED + 40;
    private static final int FILE_SPACING = Math.max(300, COMMANDS / 64);

    /** What says who answered which request when, and what only a past answer says. */
    private static final List<String> OWN_HEADERS =
            List.of("date", "x-openstack-request-id", "x-berth-position", "x-berth-as-of", "last-modified");

    private static final List<LogEntry> LOG = log();

    @TempDir
    private Path dir;

    @Test
    void answersAsABerthThatKnowsNothingLater() throws Exception {
        PastReads reads = new PastReads(SEED);
        try (TwoBerths berths = berths()) {
            berths.finish();
            assertThat(berths.first("/hosts").body()).contains("\"last_heard_at\":\"20");
            int statuses200 = 0;
            int devicesShown = 0;
            for (long offset : positions()) {
                RegionView view = berths.feed(offset);
                for (String path : reads.of(berths.routes(), view)) {
                    String asOf = path + (path.contains("?") ? "&" : "?") + "as_of=" + text(offset);
                    HttpResponse<String> past = whenReady(berths, asOf);
                    HttpResponse<String> then = berths.second(path);
                    String what = "seed " + SEED + ": " + asOf;
                    assertThat(past.statusCode()).as(what).isEqualTo(then.statusCode());
                    assertThat(past.body()).as(what).isEqualTo(then.body().replace(id(then), id(past)));
                    assertThat(headers(past)).as(what).isEqualTo(headers(then));
                    assertThat(past.headers().firstValue("x-berth-position"))
                            .as(what)
                            .contains(view.position().toString());
                    assertThat(past.headers().firstValue("x-berth-as-of"))
                            .as(what)
                            .contains(Instant.ofEpochMilli(view.position().timestampMs())
                                    .toString());
                    statuses200 += past.statusCode() == 200 ? 1 : 0;
                    devicesShown += path.contains("devices") && past.body().contains("\"address\":") ? 1 : 0;
                }
            }
            assertThat(statuses200).as("answers that show something").isGreaterThan(15 * POSITIONS);
            assertThat(devicesShown).as("answers that show devices").isGreaterThan(POSITIONS / 2);
        }
    }

    /** On a long way the answer is to ask again, for what was read on it is kept. */
    private static HttpResponse<String> whenReady(TwoBerths berths, String path) throws Exception {
        HttpResponse<String> answer = berths.first(path);
        for (int i = 0; i < 20 && answer.statusCode() == 503 && answer.body().contains("ask again"); i++) {
            answer = berths.first(path);
        }
        return answer;
    }

    @Test
    void isTakenByEveryReadOfARegionsStateAndByNothingElse() throws Exception {
        try (TwoBerths berths = berths()) {
            assertThat(berths.routes().stream().filter(Route::hasPast)).hasSizeGreaterThanOrEqualTo(20);
            assertThat(berths.routes().stream().filter(Route::hasPast).map(Route::toString))
                    .contains(
                            "GET /allocation_candidates",
                            "GET /usages",
                            "GET /pci/devices",
                            "GET /pci/pools",
                            "GET /hosts",
                            "GET /audit/digest",
                            "POST /what-if");
            for (String path : List.of(
                    "/",
                    "/metrics",
                    "/livez",
                    "/readyz",
                    "/openapi.json",
                    "/audit/regions",
                    "/hosts/" + UUID.randomUUID() + "/report")) {
                assertRefused(
                        berths.first(path + "?as_of=1"), 400, "berth.as_of.not_taken", "expected no parameter as_of");
            }
        }
    }

    @Test
    void refusesWhatIsNoMomentOfTheLog() throws Exception {
        try (TwoBerths berths = berths()) {
            assertRefused(berths.first("/traits?as_of=yesterday"), 400, "berth.as_of.malformed", "but got 'yesterday'");
            assertRefused(berths.first("/traits?as_of="), 400, "berth.as_of.malformed", "but got ''");
            assertRefused(berths.first("/traits?as_of=1&as_of=2"), 400, "berth.as_of.malformed", "once but got 1, 2");
            assertRefused(berths.first("/traits?as%5Fof=x"), 400, "berth.as_of.malformed", "but got 'x'");
            assertRefused(berths.first("/traits?as_of=1@7"), 400, "berth.as_of.other_partition", "of partition 0");
            assertRefused(
                    berths.first("/traits?as_of=" + COMMANDS), 400, "berth.as_of.in_future", "before 0@" + COMMANDS);
            assertRefused(
                    berths.first("/traits?as_of=2100-01-01T00:00:00Z"), 400, "berth.as_of.in_future", "which is now");
            assertRefused(
                    berths.first("/traits?as_of=1970-01-01T00:00:00Z"), 400, "berth.as_of.before_log", "begins at 0@0");
            assertRefused(berths.first("/regions/other/traits?as_of=0"), 400, "berth.as_of.in_future", "before 0@0");
        }
    }

    /** Refusals say by which request they were, and that is another one at each Berth. */
    private static String withoutRequestId(String body) {
        return body.replaceAll("req-[0-9a-f-]{36}", "req");
    }

    /** Commands that nobody sends, on a copy of any position: as at a Berth that knows nothing later. */
    @Test
    void triesWhatIfsOnWhatWasThen() throws Exception {
        try (TwoBerths berths = berths()) {
            berths.finish();
            StateDigest before = StateDigest.of(berths.present());
            int stranding = 0;
            for (long offset : positions()) {
                RegionView view = berths.feed(offset);
                List<HttpResponse<String>> answers = berths.whatIf(text(offset), plan(view));
                String what = "seed " + SEED + ", as of " + text(offset);
                if (offset >= STOPPED && offset < SKIPPED) {
                    assertRefused(answers.get(0), 503, "berth.not_served", "has stopped at 0@" + STOPPED);
                    continue;
                }
                assertThat(answers.get(0).statusCode()).as(what).isEqualTo(200);
                assertThat(withoutRequestId(answers.get(0).body()))
                        .as(what)
                        .isEqualTo(withoutRequestId(answers.get(1).body()));
                assertThat(answers.get(0).body()).as(what).contains("\"base\":\"" + view.position() + "\"");
                assertThat(answers.get(0).headers().firstValue("x-berth-position"))
                        .as(what)
                        .contains(view.position().toString());
                stranding += answers.get(0).body().contains("\"stranded\":{\"count\":0") ? 0 : 1;
            }
            assertThat(stranding).as("what-ifs that strand somebody").isPositive();
            assertThat(StateDigest.of(berths.present())).isEqualTo(before);
        }
    }

    /** Drains and removes every host that there was, and asks what is left. */
    private static String plan(RegionView view) {
        List<String> commands = new ArrayList<>();
        view.hosts().all().forEach(report -> {
            commands.add("{\"method\": \"PUT\", \"path\": \"/hosts/" + report.host()
                    + "/drain\", \"body\": {\"reason\": \"test\"}}");
            commands.add("{\"method\": \"DELETE\", \"path\": \"/hosts/" + report.host() + "?force=test\"}");
        });
        return "{\"commands\": [" + String.join(",", commands.subList(0, Math.min(20, commands.size())))
                + "], \"ask\": [\"/allocation_candidates?resources=VCPU:1&limit=5\", \"/hosts?limit=5\","
                + " \"/usages?project_id=p1\", \"/pci/pools\"]}";
    }

    @Test
    void isForThoseWhoMayReadHistories() throws Exception {
        String usages = "/usages?project_id=p1";
        String[] member = {"x-auth-token", "somebody:p1", "x-roles", "reader"};
        String[] auditor = {"x-auth-token", "somebody:p1", "x-roles", "auditor"};
        try (TwoBerths berths = berths()) {
            assertThat(berths.first(usages, member).statusCode()).isEqualTo(200);
            assertThat(berths.first(usages + "&as_of=7", member).statusCode()).isEqualTo(403);
            assertThat(berths.first(usages + "&as_of=7", auditor).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void takesATimeAsTheLastPositionThatIsNotLater() throws Exception {
        try (TwoBerths berths = berths()) {
            Position position = LOG.get(100).position();
            for (long ms : List.of(position.timestampMs(), position.timestampMs() + 999)) {
                HttpResponse<String> answer = berths.first("/traits?as_of=" + Instant.ofEpochMilli(ms));
                assertThat(answer.headers().firstValue("x-berth-position")).contains("0@100");
                assertThat(answer.headers().firstValue("x-berth-times-went-back"))
                        .isEmpty();
                assertThat(answer.headers().firstValue("last-modified").orElseThrow())
                        .contains("1970");
            }
        }
    }

    @Test
    void takesNowForTheEndOfTheLog() throws Exception {
        try (TwoBerths berths = berths()) {
            HttpResponse<String> answer = whenReady(berths, "/traits?as_of=now");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-berth-position")).contains("0@" + (COMMANDS - 1));
            HttpResponse<String> empty = berths.first("/regions/other/traits?as_of=now");
            assertThat(empty.statusCode()).isEqualTo(200);
            assertThat(empty.headers().firstValue("x-berth-position")).isEmpty();
        }
    }

    @Test
    void answers503WhereTheLogIsNotReadInTime() throws Exception {
        try (TwoBerths berths =
                new TwoBerths(LOG, dir, FILE_SPACING, moments -> new PastThreads(moments, Duration.ZERO, 1, 1))) {
            HttpResponse<String> late = berths.first("/traits?as_of=7");
            assertRefused(late, 503, "berth.not_served", "within 0 s; ask again");
            assertThat(late.headers().firstValue("retry-after")).isPresent();
        }
    }

    private TwoBerths berths() {
        return new TwoBerths(LOG, dir, FILE_SPACING, PastThreads::new);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code, String words) {
        assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.body()).as(answer.uri().toString()).contains(code).contains(words);
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-openstack-request-id").orElseThrow();
    }

    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        OWN_HEADERS.forEach(headers::remove);
        return headers;
    }

    /** A time, a position or an offset, by turns. */
    private static String text(long offset) {
        return switch ((int) (offset % 3)) {
            case 0 -> Long.toString(offset);
            case 1 -> "0@" + offset;
            default ->
                Instant.ofEpochMilli(LOG.get((int) offset).position().timestampMs())
                        .toString();
        };
    }

    private static Iterable<Long> positions() {
        SplittableRandom random = new SplittableRandom(SEED);
        TreeSet<Long> positions = new TreeSet<>(List.of(0L, (long) STOPPED + 1, COMMANDS - 1L));
        while (positions.size() < POSITIONS) {
            positions.add(random.nextLong(COMMANDS));
        }
        return positions;
    }

    /** What chance sends, and in it a record that nobody can read, at which the region stops a while. */
    private static List<LogEntry> log() {
        RandomCommands commands = new RandomCommands(SEED, new Symbols());
        List<LogEntry> log = new ArrayList<>(COMMANDS);
        RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
        for (int n = 0; n < COMMANDS; n++) {
            Position position = RandomCommands.position(n);
            Command command =
                    n == SKIPPED ? new SkipRecord(new CommandId(new UUID(7, 7)), STOPPED) : commands.next(fold.view());
            LogEntry entry = n == STOPPED
                    ? new LogEntry.Unreadable(position, "no schema", Sha256.NONE)
                    : new LogEntry.Readable(position, command, Sha256.NONE);
            log.add(entry);
            fold = fold.take(entry).after();
        }
        return log;
    }
}

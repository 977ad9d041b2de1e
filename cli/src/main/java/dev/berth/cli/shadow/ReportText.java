package dev.berth.cli.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as text for people and as JSON for programs. Any thread. */
final class ReportText {
    private final ServiceRoles roles;
    private final ShadowReport report;
    private final Shadow shadow;

    ReportText(ServiceRoles roles, ShadowReport report, Shadow shadow) {
        this.roles = roles;
        this.report = report;
        this.shadow = shadow;
    }

    /** Whether something was found that ought not to be. */
    boolean isDifferent() {
        return report.count(Verdict.DIFFERENT) > 0;
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(roles.firstName())
                .append(" at ")
                .append(ServiceRoles.shown(roles.first()))
                .append(" answers; ");
        text.append(roles.followerName())
                .append(" at ")
                .append(ServiceRoles.shown(roles.follower()))
                .append(" follows.\n");
        text.append("Since ").append(report.since()).append(", each call is in one of these lines:\n\n");
        for (Verdict verdict : Verdict.values()) {
            line(text, report.count(verdict), verdict.words());
        }
        for (LeftOut why : LeftOut.values()) {
            if (report.missed(why) > 0) {
                line(text, report.missed(why), "missed by " + roles.followerName() + ": " + why.words());
            }
        }
        for (LeftOut why : LeftOut.values()) {
            if (report.uncompared(why) > 0) {
                line(text, report.uncompared(why), "not compared, and nothing lost: " + why.words());
            }
        }
        text.append('\n');
        stand(text);
        report.found().forEach((kind, found) -> kind(text, kind, found));
        if (report.unlisted() > 0) {
            text.append("\nand ").append(report.unlisted()).append(" differences of more kinds\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, long count, String words) {
        text.append(String.format(Locale.ROOT, "%,12d  %s%n", count, words));
    }

    private void stand(StringBuilder text) {
        ShadowState state = shadow.state();
        text.append(String.format(
                Locale.ROOT,
                "Under way: %,d calls. Waiting: %,d of %,d calls, %,d of %,d bytes.%n",
                state.underWay(),
                state.queued(),
                state.queueMax(),
                state.bytes(),
                state.bytesMax()));
        text.append(String.format(
                Locale.ROOT,
                "Added to a call: %.2f ms in half of them, %.2f ms at most in 99 of 100.%n",
                report.added().percentile(50),
                report.added().percentile(99)));
        if (!report.followerFailure().isEmpty()) {
            text.append(roles.followerName())
                    .append(state.isFollowerDown() ? " does not answer: " : " answers again; last time it did not: ")
                    .append(Printable.of(report.followerFailure()))
                    .append(".\n");
        }
        behind(text, state);
        CatchUpState catching = report.catching();
        text.append(String.format(
                Locale.ROOT,
                "Catching up: %s, with %s written%s.%n",
                CountText.of(catching.rounds(), "time"),
                CountText.of(catching.imported(), "thing"),
                catching.doing().isEmpty() ? "" : "; now " + catching.doing()));
        if (!catching.problem().isEmpty()) {
            text.append("It cannot catch up: ")
                    .append(String.join("\n", catching.problem()))
                    .append('\n');
        }
    }

    private void behind(StringBuilder text, ShadowState state) {
        if (state.isAllBehind()) {
            text.append("All may be behind: ").append(state.cause()).append(".\n");
        } else if (state.isBehind()) {
            text.append("Behind: ")
                    .append(CountText.of(state.providersBehind(), "provider"))
                    .append(" and ")
                    .append(CountText.of(state.consumersBehind(), "consumer"))
                    .append('.')
                    .append(
                            roles.isBerthFollowing()
                                    ? ""
                                    : " Nothing can be imported into a Placement that has something; the way back is"
                                            + " berth export into an empty one.")
                    .append('\n');
            state.behind()
                    .forEach((subject, cause) -> text.append("  ")
                            .append(subject)
                            .append(": ")
                            .append(cause)
                            .append('\n'));
        } else {
            text.append("Nothing is behind.\n");
        }
    }

    private static void kind(StringBuilder text, ShadowReport.FoundKind kind, ShadowReport.Found found) {
        text.append(String.format(
                Locale.ROOT,
                "%n%,d × %s: %s %s, %d at the Placement, %d at Berth%n  (%s)%n",
                found.count(),
                kind.difference().words(),
                kind.method(),
                kind.route(),
                kind.placement(),
                kind.berth(),
                kind.verdict().words()));
        for (DifferenceExample example : found.examples()) {
            text.append("  call ").append(example.number()).append(" at ").append(example.time());
            text.append(": ").append(example.method()).append(' ').append(example.path());
            text.append(" (").append(example.version()).append(")\n");
            field(text, "sent", example.request());
            field(text, "where", example.where());
            field(text, "placement", example.placement());
            field(text, "berth", example.berth());
        }
    }

    private static void field(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("    ").append(name).append(": ").append(value).append('\n');
        }
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("since", report.since().toString());
        json.put("placement", ServiceRoles.shown(roles.placement()));
        json.put("berth", ServiceRoles.shown(roles.berth()));
        json.put("serves", roles.isBerthFollowing() ? "primary" : "berth");
        ObjectNode compared = json.putObject("compared");
        for (Verdict verdict : Verdict.values()) {
            compared.put(name(verdict), report.count(verdict));
        }
        ObjectNode missed = json.putObject("missed");
        ObjectNode uncompared = json.putObject("not_compared");
        for (LeftOut why : LeftOut.values()) {
            missed.put(name(why), report.missed(why));
            uncompared.put(name(why), report.uncompared(why));
        }
        json.put("unanswered", report.failuresOfFirst());
        state(json);
        json.putObject("added_ms")
                .put("p50", report.added().percentile(50))
                .put("p99", report.added().percentile(99))
                .put("calls", report.added().count());
        ArrayNode kinds = json.putArray("differences");
        for (Map.Entry<ShadowReport.FoundKind, ShadowReport.Found> entry :
                report.found().entrySet()) {
            kind(kinds.addObject(), entry.getKey(), entry.getValue());
        }
        json.put("differences_of_more_kinds", report.unlisted());
        return json;
    }

    private void state(ObjectNode json) {
        ShadowState state = shadow.state();
        json.putObject("queue")
                .put("under_way", state.underWay())
                .put("calls", state.queued())
                .put("calls_max", state.queueMax())
                .put("bytes", state.bytes())
                .put("bytes_max", state.bytesMax());
        json.put("follower_answers", !state.isFollowerDown());
        json.put("follower_failure", report.followerFailure());
        ObjectNode behind = json.putObject("behind");
        behind.put("all", state.isAllBehind());
        behind.put("cause", state.cause());
        behind.put("providers", state.providersBehind());
        behind.put("consumers", state.consumersBehind());
        ObjectNode first = behind.putObject("first");
        state.behind().forEach(first::put);
        CatchUpState catching = report.catching();
        ObjectNode up = json.putObject("catching_up");
        up.put("rounds", catching.rounds());
        up.put("failures", catching.failures());
        up.put("written", catching.imported());
        up.put("last", catching.last().map(Object::toString).orElse(null));
        up.put("doing", catching.doing());
        ArrayNode problem = up.putArray("problem");
        catching.problem().forEach(problem::add);
    }

    private static void kind(ObjectNode json, ShadowReport.FoundKind kind, ShadowReport.Found found) {
        json.put("verdict", name(kind.verdict()));
        json.put("difference", name(kind.difference()));
        json.put("meaning", kind.difference().words());
        json.put("method", kind.method());
        json.put("route", kind.route());
        json.put("placement_status", kind.placement());
        json.put("berth_status", kind.berth());
        json.put("count", found.count());
        ArrayNode examples = json.putArray("examples");
        for (DifferenceExample example : found.examples()) {
            examples.addObject()
                    .put("number", example.number())
                    .put("time", example.time().toString())
                    .put("method", example.method())
                    .put("path", example.path())
                    .put("version", example.version())
                    .put("request", example.request())
                    .put("met_others", example.isOverlapped())
                    .put("placement", example.placement())
                    .put("berth", example.berth())
                    .put("where", example.where());
        }
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** All that was compared, in words of one line. */
    String summary() {
        return Arrays.stream(Verdict.values())
                        .map(verdict -> report.count(verdict) + " " + name(verdict))
                        .collect(Collectors.joining(", "))
                + ", " + report.missed() + " missed";
    }
}

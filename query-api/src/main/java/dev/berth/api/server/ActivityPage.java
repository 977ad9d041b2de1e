package dev.berth.api.server;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.RegionLog;
import dev.berth.ledger.history.Activity;
import dev.berth.ledger.moment.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was decided in the intervals behind a moment, as many as one answer takes. Not thread-safe. */
final class ActivityPage {
    private static final int INTERVALS_MAX = 1_500;
    private static final int COMMANDS_MAX = 200_000;

    private final Activity activity;
    private Optional<String> next = Optional.empty();

    ActivityPage(Moment begin, long stepS) {
        this.activity = new Activity(begin.fold(), stepS * 1_000);
    }

    /** Reads to the end of the records, or until there are enough. */
    void read(RegionLog records) {
        int commands = 0;
        for (Optional<LogEntry> entry = records.next(); entry.isPresent(); entry = records.next()) {
            activity.take(entry.get());
            commands++;
            if (commands == COMMANDS_MAX || activity.size() == INTERVALS_MAX) {
                next = Optional.of(entry.get().position().toString());
                return;
            }
        }
    }

    Map<String, Object> values() {
        return ImmutableMap.of(
                "intervals",
                activity.intervals().stream().map(ActivityPage::values).toList(),
                "next",
                next);
    }

    private static Map<String, Object> values(Activity.Interval interval) {
        Map<String, Object> granted = new TreeMap<>();
        for (Map.Entry<CommandKind, Integer> kind : interval.granted().entrySet()) {
            granted.put(kind.getKey().name(), kind.getValue());
        }
        Map<String, Object> refused = new TreeMap<>();
        for (Map.Entry<Rejection, Integer> reason : interval.refused().entrySet()) {
            refused.put(reason.getKey().name(), reason.getValue());
        }
        return ImmutableMap.of(
                "begin_ms",
                interval.beginMs(),
                "last",
                interval.last().toString(),
                "granted",
                granted,
                "refused",
                refused);
    }
}

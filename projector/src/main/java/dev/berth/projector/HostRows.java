package dev.berth.projector;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReportHost;
import dev.berth.events.decision.Decision;
import dev.berth.events.event.Event;
import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.vouched.Vouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a step of the fold tells the agents of hosts: the decision of each report, and what they vouch for where that
 * may have changed. The rows follow from the log alone, so what is decided again writes them again. Stateless.
 */
final class HostRows {
    private HostRows() {}

    /**
     * The rows that follow.
     *
     * @param entry the record that was taken, if the step has taken one
     */
    static List<HostRowRecord> of(RegionFold before, RegionFold.Taken taken, Optional<LogEntry> entry) {
        if (taken.decisions().isEmpty()) {
            return List.of();
        }
        RegionView after = taken.after().view();
        Map<ProviderId, HostRow.Report> reports = new TreeMap<>();
        List<Event> events = new ArrayList<>();
        for (Decision decision : taken.decisions()) {
            events.addAll(decision.outcome().events());
            report(before, decision, entry).ifPresent(report -> reports.put(report.host(), row(report, decision)));
        }
        SortedSet<ProviderId> hosts = Vouched.changed(before.view(), after, taken.touched(), events);
        hosts.addAll(taken.touched().enrolments());
        hosts.addAll(reports.keySet());
        List<HostRowRecord> rows = new ArrayList<>();
        for (ProviderId host : hosts) {
            boolean isKnown = isKnown(after, host);
            if (!isKnown && !isKnown(before.view(), host)) {
                continue;
            }
            if (!isKnown) {
                rows.add(gone(after.region(), host, HostRow.Kind.REPORT));
            } else if (reports.containsKey(host)) {
                rows.add(row(after.region(), host, reports.get(host)));
            }
            rows.add(standing(after, host));
        }
        return rows;
    }

    /** What stands of a host, said again. What became of its last report is not: that stood in the topic alone. */
    static HostRowRecord standing(RegionView view, ProviderId host) {
        return Vouched.digest(view, host)
                .map(digest -> row(view.region(), host, new HostRow.Vouched(view.position(), digest)))
                .orElseGet(() -> gone(view.region(), host, HostRow.Kind.VOUCHED));
    }

    /** Of others nothing is told, or rows of hosts that never were would pile up. */
    private static boolean isKnown(RegionView view, ProviderId host) {
        return view.enrolment(host).isPresent() || view.hostReport(host).isPresent();
    }

    private static HostRow.Report row(ReportHost report, Decision decision) {
        return new HostRow.Report(
                decision.position(), report.sequence(), decision.outcome().refusal());
    }

    private static HostRowRecord row(Region region, ProviderId host, HostRow row) {
        return new HostRowRecord(new HostRowKey(region, host, row.kind()), Optional.of(row));
    }

    private static HostRowRecord gone(Region region, ProviderId host, HostRow.Kind kind) {
        return new HostRowRecord(new HostRowKey(region, host, kind), Optional.empty());
    }

    /** The report that was decided, if it was one: what was taken now, what the region stood at, or what has waited. */
    private static Optional<ReportHost> report(RegionFold before, Decision decision, Optional<LogEntry> entry) {
        if (decision.commandKind() != CommandKind.REPORT_HOST) {
            return Optional.empty();
        }
        Position position = decision.position();
        return reportAt(position, entry)
                .or(() -> before.stop().flatMap(stop -> reportAt(position, Optional.of(stop.entry()))))
                .or(() -> waiting(before, position));
    }

    private static Optional<ReportHost> waiting(RegionFold before, Position position) {
        for (LogEntry entry : before.waiting()) {
            if (entry.position().compareTo(position) >= 0) {
                return reportAt(position, Optional.of(entry));
            }
        }
        return Optional.empty();
    }

    private static Optional<ReportHost> reportAt(Position position, Optional<LogEntry> entry) {
        return entry.filter(candidate -> candidate.position().equals(position))
                .filter(LogEntry.Readable.class::isInstance)
                .map(readable -> ((LogEntry.Readable) readable).command())
                .filter(ReportHost.class::isInstance)
                .map(ReportHost.class::cast);
    }
}

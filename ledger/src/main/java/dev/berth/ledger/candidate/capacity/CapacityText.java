package dev.berth.ledger.candidate.capacity;

import dev.berth.events.model.Printable;
import dev.berth.ledger.candidate.capacity.CapacityReport.GroupCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.HostCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.Shortage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link CapacityReport} as lines for a terminal. */
public final class CapacityText {
    /** How many lines of each list are shown. */
    private static final int ROWS_MAX = 1_000;

    private final StringBuilder text = new StringBuilder();

    private CapacityText() {}

    public static String of(CapacityReport report) {
        CapacityText text = new CapacityText();
        text.headline(report);
        text.shortages(report);
        text.reductions(report);
        text.hosts(report);
        text.groups("by aggregate", report.aggregates());
        text.groups("by trait", report.traits());
        return text.text.toString();
    }

    private void headline(CapacityReport report) {
        line((report.isCut() ? "at least " : "")
                + (report.total() == 0 ? "none" : Long.toString(report.total())) + " more "
                + (report.total() == 1 ? "fits" : "fit"));
        if (report.isCut()) {
            line("the count was cut off by its budget before everything was counted");
        } else if (report.isPartlyExplained()) {
            line("what follows was cut off by its budget before it was complete");
        }
        if (report.doShare()) {
            line("hosts share providers with each other, so what fits on each of them alone does not add up");
        }
    }

    private void shortages(CapacityReport report) {
        if (!report.shortages().isEmpty()) {
            line("");
            line(report.total() == 0 ? "what hosts lack" : "what runs out first");
            for (Shortage shortage : report.shortages()) {
                line(number(shortage.hosts())
                        + (shortage.hosts() == 1 ? " host   " : " hosts  ")
                        + together(shortage.of()));
            }
        }
        if (report.never() > 0) {
            line("");
            line(report.never() + (report.never() == 1 ? " host" : " hosts")
                    + " would not serve it if nothing were used");
        }
    }

    private static String together(List<String> names) {
        return names.stream().map(Printable::of).collect(Collectors.joining(" and "));
    }

    private void reductions(CapacityReport report) {
        if (!report.reductions().isEmpty()) {
            line("");
            line("one " + (report.total() == 0 ? "" : "more ") + "would fit with less");
            for (Reduction reduction : report.reductions()) {
                line("  "
                        + reduction.changes().stream()
                                .map(change -> Printable.of(change.with(change.to())) + " instead of " + change.from())
                                .collect(Collectors.joining(" and ")));
            }
        }
    }

    private void hosts(CapacityReport report) {
        if (!report.hosts().isEmpty()) {
            line("");
            line("by host" + (report.doShare() ? ", each if nothing is claimed elsewhere" : ""));
            for (HostCapacity host : report.hosts().subList(0, shown(report.hosts()))) {
                line(number(host.count()) + "  " + Printable.of(host.name()) + "  " + host.root()
                        + (host.lacks().isEmpty() ? "" : "  then lacks " + together(host.lacks())));
            }
            leftOut(report.hosts());
        }
    }

    private void groups(String title, List<GroupCapacity> groups) {
        if (!groups.isEmpty()) {
            line("");
            line(title + "; a host may be in several");
            for (GroupCapacity group : groups.subList(0, shown(groups))) {
                line(number(group.count()) + "  " + Printable.of(group.name()) + "  on " + group.hosts()
                        + (group.hosts() == 1 ? " host" : " hosts"));
            }
            leftOut(groups);
        }
    }

    private static int shown(List<?> rows) {
        return Math.min(rows.size(), ROWS_MAX);
    }

    private void leftOut(List<?> rows) {
        if (rows.size() > ROWS_MAX) {
            line("          and " + (rows.size() - ROWS_MAX) + " with no more than that");
        }
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%8d", count);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

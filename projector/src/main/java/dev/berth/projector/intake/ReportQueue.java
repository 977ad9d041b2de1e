package dev.berth.projector.intake;

import dev.berth.projector.intake.CheckedReport.Sender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Reports on their way to the log, at most two per host: one that is being appended, and the newest behind it. What is
 * older than that is superseded, for a report says all of its host. Until a report is done, its partition is not
 * committed beyond it. For one thread.
 */
final class ReportQueue {
    /** One host's reports. */
    private static final class Line {
        private Optional<CheckedReport> appending = Optional.empty();
        private Optional<CheckedReport> newest = Optional.empty();
        private long notBeforeNs;
    }

    private final Map<Sender, Line> lines = new LinkedHashMap<>();

    /** The offset behind the last record of each partition that was looked at. */
    private final SortedMap<Integer, Long> seen = new TreeMap<>();

    private long bytes;

    void saw(int partition, long offset) {
        seen.put(partition, offset + 1);
    }

    /** Puts a report in; says whether one was superseded by it, or it by one that is newer. */
    boolean add(CheckedReport report, long nowNs) {
        Line line = lines.computeIfAbsent(report.sender(), sender -> {
            Line made = new Line();
            made.notBeforeNs = nowNs;
            return made;
        });
        boolean isOlder = isNewer(line.appending, report) || isNewer(line.newest, report);
        if (isOlder) {
            return true;
        }
        boolean supersedes = line.newest.isPresent();
        line.newest.ifPresent(old -> bytes -= old.length());
        line.newest = Optional.of(report);
        bytes += report.length();
        return supersedes;
    }

    private static boolean isNewer(Optional<CheckedReport> other, CheckedReport report) {
        return other.filter(known -> known.sequence() >= report.sequence()).isPresent();
    }

    /** The reports that may be appended now, in the order in which their hosts came. */
    List<CheckedReport> due(long nowNs) {
        List<CheckedReport> due = new ArrayList<>();
        lines.values().forEach(line -> {
            if (line.appending.isEmpty() && line.newest.isPresent() && nowNs - line.notBeforeNs >= 0) {
                due.add(line.newest.get());
            }
        });
        return due;
    }

    /** It is being appended; the next of its host waits for it. */
    void begin(CheckedReport report) {
        Line line = lines.get(report.sender());
        line.appending = Optional.of(report);
        line.newest = Optional.empty();
    }

    /** It was not appended, or nobody knows: it comes again, unless there is a newer one. */
    void again(CheckedReport report, long notBeforeNs) {
        Line line = lines.get(report.sender());
        if (line == null) {
            return;
        }
        line.notBeforeNs = notBeforeNs;
        if (line.appending.equals(Optional.of(report))) {
            line.appending = Optional.empty();
            if (line.newest.isEmpty()) {
                line.newest = Optional.of(report);
            } else {
                bytes -= report.length();
            }
        }
    }

    /** It is done. */
    void done(CheckedReport report) {
        Line line = lines.get(report.sender());
        if (line == null) {
            return;
        }
        if (line.appending.equals(Optional.of(report))) {
            line.appending = Optional.empty();
            bytes -= report.length();
        } else if (line.newest.equals(Optional.of(report))) {
            line.newest = Optional.empty();
            bytes -= report.length();
        }
        if (line.appending.isEmpty() && line.newest.isEmpty()) {
            lines.remove(report.sender());
        }
    }

    /** Forgets partitions that are read no more; another reads them from where was committed. */
    void retain(SortedSet<Integer> partitions) {
        seen.keySet().retainAll(partitions);
        lines.values().removeIf(line -> {
            CheckedReport any = line.appending.or(() -> line.newest).orElseThrow();
            if (partitions.contains(any.partition())) {
                return false;
            }
            line.appending.ifPresent(report -> bytes -= report.length());
            line.newest.ifPresent(report -> bytes -= report.length());
            return true;
        });
    }

    /** For each partition, the first record that has to be looked at again after a crash. */
    SortedMap<Integer, Long> nexts() {
        SortedMap<Integer, Long> nexts = new TreeMap<>(seen);
        lines.values().forEach(line -> {
            line.appending.ifPresent(report -> nexts.merge(report.partition(), report.offset(), Math::min));
            line.newest.ifPresent(report -> nexts.merge(report.partition(), report.offset(), Math::min));
        });
        return nexts;
    }

    /** Bytes of the records that are in it. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }
}

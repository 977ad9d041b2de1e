package dev.berth.projector.board;

import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What berth.hosts says of each host, and when hosts were heard of since. It keeps some 300 bytes a host, of no more
 * hosts than it is made for; what is heard of others is dropped and counted. A time that lies ahead of the clock counts
 * for nothing, whether a clock was wrong or somebody else has written the row. Thread-safe.
 */
public final class HostBoard implements LastHeard {
    private static final Logger LOG = LoggerFactory.getLogger(HostBoard.class);

    /** How much later a host has to be heard of than was written for it to be written again. */
    private static final long WRITE_AGAIN_MS = Duration.ofMinutes(10).toMillis();

    /** How much the clocks of instances and of Kafka may differ. */
    private static final long AHEAD_MS_MAX = Duration.ofMinutes(10).toMillis();

    private static final int HOSTS_MAX = 262_144;

    private final int hostsMax;
    private final LongSupplier clockMs;
    private final Map<Host, Known> hosts = new ConcurrentHashMap<>();
    private final Set<Host> due = ConcurrentHashMap.newKeySet();
    private final LongAdder dropped = new LongAdder();

    private record Host(Region region, ProviderId id) {}

    /**
     * @param written when it was heard of, as it stands in the topic or is on its way there
     */
    private record Known(
            Optional<HostRow.Report> report, Optional<Sha256> vouched, HostRow.Heard heard, HostRow.Heard written) {
        static final Known NOTHING =
                new Known(Optional.empty(), Optional.empty(), HostRow.Heard.NEVER, HostRow.Heard.NEVER);

        Known reporting(Optional<HostRow.Report> other) {
            return new Known(other, vouched, heard, written);
        }

        Known vouching(Optional<Sha256> other) {
            return new Known(report, other, heard, written);
        }

        Known hearing(HostRow.Heard news) {
            return new Known(report, vouched, heard.later(news), written);
        }

        /** Nothing counts as written where not all of it is believed, so that it is written over. */
        Known writing(HostRow.Heard row, HostRow.Heard believed) {
            return new Known(report, vouched, heard.later(believed), row.equals(believed) ? row : HostRow.Heard.NEVER);
        }

        /** The numbers that it has signed stay: Kafka's clock was asked about each of them. */
        Known withoutTimesAfter(long ms) {
            boolean isPast = heard.heardMs() <= ms && written.heardMs() <= ms;
            return isPast
                    ? this
                    : new Known(
                            report,
                            vouched,
                            heard.within(ms, Long.MAX_VALUE),
                            written.heardMs() <= ms ? written : HostRow.Heard.NEVER);
        }

        /** Newer times stay. */
        Known unwritten() {
            HostRow.Heard since = heard.equals(written) ? HostRow.Heard.NEVER : heard;
            return new Known(report, vouched, since, HostRow.Heard.NEVER);
        }

        Known withoutTopic() {
            return new Known(report, Optional.empty(), heard, HostRow.Heard.NEVER);
        }

        boolean isDue() {
            return heard.heardMs() - written.heardMs() >= WRITE_AGAIN_MS;
        }

        boolean isNothing() {
            return equals(NOTHING);
        }
    }

    /** A board for as many hosts as the largest regions have. */
    public HostBoard() {
        this(HOSTS_MAX, System::currentTimeMillis);
    }

    HostBoard(int hostsMax, LongSupplier clockMs) {
        this.hostsMax = hostsMax;
        this.clockMs = clockMs;
    }

    /** What was decided of the host's last report, as far as the topic was read; it is a moment behind the fold. */
    public Optional<HostRow.Report> report(Region region, ProviderId host) {
        return known(region, host).report();
    }

    @Override
    public OptionalLong lastHeardMs(Region region, ProviderId host) {
        HostRow.Heard heard = known(region, host).heard();
        return heard.heardMs() > 0 ? OptionalLong.of(heard.heardMs()) : OptionalLong.empty();
    }

    /** The highest number of what the host has signed, as far as it was heard of; -1 if it never was. */
    public long lastSequence(Region region, ProviderId host) {
        return known(region, host).heard().sequence();
    }

    private Known known(Region region, ProviderId host) {
        return hosts.getOrDefault(new Host(region, host), Known.NOTHING).withoutTimesAfter(latestMs());
    }

    private long latestMs() {
        return clockMs.getAsLong() + AHEAD_MS_MAX;
    }

    /**
     * The host's agent was heard of. Anyone who says so has made sure of it, and that there is such a host.
     *
     * @param sentMs milliseconds since the epoch, by Kafka's clock or this instance's; it was not sent after now
     * @param sequence the number of what it has signed; -1 over HTTP
     */
    public void hear(Region region, ProviderId host, long sentMs, long sequence) {
        Host heard = new Host(region, host);
        HostRow.Heard news = new HostRow.Heard(Math.min(sentMs, clockMs.getAsLong()), sequence);
        Known now = change(heard, known -> known.hearing(news));
        if (now.isDue()) {
            due.add(heard);
        }
    }

    /** Takes a row of the topic. */
    void take(HostRowRecord told) {
        Host host = new Host(told.key().region(), told.key().host());
        HostRow row = told.row().orElse(null);
        switch (told.key().kind()) {
            case REPORT -> change(host, known -> known.reporting(Optional.ofNullable((HostRow.Report) row)));
            case VOUCHED -> change(host, known -> known.vouching(digest((HostRow.Vouched) row)));
            case HEARD -> change(host, known -> row == null ? known.unwritten() : written(known, (HostRow.Heard) row));
        }
    }

    private Known written(Known known, HostRow.Heard row) {
        long sequenceMax = clockMs.getAsLong() + AHEAD_MS_MAX + Limits.SEQUENCE_AHEAD_MS_MAX;
        return known.writing(row, row.within(latestMs(), sequenceMax));
    }

    private static Optional<Sha256> digest(HostRow.Vouched row) {
        return Optional.ofNullable(row).map(HostRow.Vouched::digest);
    }

    /** What the topic says that stands of a host; the view says it better, and is never behind. */
    Optional<Sha256> vouched(Region region, ProviderId host) {
        return known(region, host).vouched();
    }

    /** The topic is another one, and has none of the rows. What they said is still known, and due to be written. */
    void loseTopic() {
        for (Host host : hosts.keySet()) {
            if (change(host, Known::withoutTopic).isDue()) {
                due.add(host);
            }
        }
    }

    private interface Change {
        Known of(Known before);
    }

    private Known change(Host host, Change change) {
        if (hosts.size() >= hostsMax && !hosts.containsKey(host)) {
            if (dropped.sum() == 0) {
                LOG.warn("More than {} hosts were heard of; what is said of others is dropped.", hostsMax);
            }
            dropped.increment();
            return Known.NOTHING;
        }
        Known now = hosts.compute(host, (id, before) -> {
            Known after = change.of(before == null ? Known.NOTHING : before.withoutTimesAfter(latestMs()));
            return after.isNothing() ? null : after;
        });
        return now == null ? Known.NOTHING : now;
    }

    /** Whether it can take no host more. */
    boolean isFull() {
        return hosts.size() >= hostsMax;
    }

    /** How often something was dropped because too many hosts are known. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many hosts it knows of. */
    public int size() {
        return hosts.size();
    }

    /** What is to be written now of when hosts were heard of; it counts as written from here on. */
    List<HostRowRecord> toWrite() {
        List<HostRowRecord> rows = new ArrayList<>();
        for (Host host : new HashSet<>(due)) {
            due.remove(host);
            Known known = known(host.region(), host.id());
            if (known.isDue()) {
                change(host, before -> before.writing(known.heard(), known.heard()));
                rows.add(new HostRowRecord(key(host), Optional.of(known.heard())));
            }
        }
        return rows;
    }

    /** Forgets times that lie ahead of the clock, so that none of them is believed once it has come. */
    void forgetTimesAhead() {
        hosts.keySet().forEach(host -> change(host, known -> known));
    }

    /**
     * Forgets hosts, and says of which of them a row is to be deleted.
     *
     * @param isGone asked of each region and host
     */
    List<HostRowRecord> forget(BiPredicate<Region, ProviderId> isGone) {
        List<HostRowRecord> rows = new ArrayList<>();
        hosts.forEach((host, known) -> {
            if (isGone.test(host.region(), host.id())) {
                hosts.remove(host, known);
                due.remove(host);
                if (known.written().heardMs() > 0) {
                    rows.add(new HostRowRecord(key(host), Optional.empty()));
                }
            }
        });
        return rows;
    }

    private static HostRowKey key(Host host) {
        return new HostRowKey(host.region(), host.id(), HostRow.Kind.HEARD);
    }
}

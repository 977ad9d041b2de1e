package dev.berth.projector.board;

import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.HostRowRecord;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What berth.hosts says of each host, and when hosts were heard of since. It keeps some 300 bytes a host, of no more
 * hosts than it is made for; what is heard of others is dropped and counted. Thread-safe.
 */
public final class HostBoard implements LastHeard {
    private static final Logger LOG = LoggerFactory.getLogger(HostBoard.class);

    /** How much later a host has to be heard of than was written for it to be written again. */
    private static final long WRITE_AGAIN_MS = Duration.ofMinutes(10).toMillis();

    private static final int HOSTS_MAX = 262_144;

    private final int hostsMax;
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

        Known writing(HostRow.Heard row) {
            return new Known(report, vouched, heard.later(row), row);
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
        this(HOSTS_MAX);
    }

    HostBoard(int hostsMax) {
        this.hostsMax = hostsMax;
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
        return hosts.getOrDefault(new Host(region, host), Known.NOTHING);
    }

    /**
     * The host's agent was heard of. Anyone who says so has made sure of it, and that there is such a host.
     *
     * @param nowMs milliseconds since the epoch
     * @param sequence the number of what it has signed; -1 over HTTP
     */
    public void hear(Region region, ProviderId host, long nowMs, long sequence) {
        Host heard = new Host(region, host);
        Known now = change(heard, known -> known.hearing(new HostRow.Heard(nowMs, sequence)));
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
            case HEARD -> change(host, known -> row == null ? known.unwritten() : known.writing((HostRow.Heard) row));
        }
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
            Known after = change.of(before == null ? Known.NOTHING : before);
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
                change(host, before -> before.writing(known.heard()));
                rows.add(new HostRowRecord(key(host), Optional.of(known.heard())));
            }
        }
        return rows;
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

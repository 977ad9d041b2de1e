package dev.berth.ledger.state;

import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.VouchedProvider;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent of each host last vouched for, and which host vouches for a provider. Immutable; every change gives a
 * new table that shares almost all of the old one and takes as long as the report is large.
 */
public final class HostTable {
    static final HostTable EMPTY = new HostTable(TreeMap.empty(), TreeMap.empty(), TreeSet.empty());

    private final TreeMap<ProviderId, HostReport> byHost;

    /** Hosts by the providers that they vouch for. That a host vouches for itself is not said here again. */
    private final TreeMap<ProviderId, ProviderId> vouchers;

    /** The providers that are departing, or have a class that is. */
    private final TreeSet<ProviderId> departing;

    private HostTable(
            TreeMap<ProviderId, HostReport> byHost,
            TreeMap<ProviderId, ProviderId> vouchers,
            TreeSet<ProviderId> departing) {
        this.byHost = byHost;
        this.vouchers = vouchers;
        this.departing = departing;
    }

    public Optional<HostReport> find(ProviderId host) {
        return Optional.ofNullable(byHost.getOrElse(host, null));
    }

    /** The host that vouches for the provider. */
    public Optional<ProviderId> voucherOf(ProviderId provider) {
        Optional<ProviderId> host = Optional.ofNullable(vouchers.getOrElse(provider, null));
        return host.isEmpty() && isVouchedForByItself(provider) ? Optional.of(provider) : host;
    }

    /** What is known of the provider by the report of the host that vouches for it. */
    Optional<VouchedProvider> vouched(ProviderId provider) {
        return voucherOf(provider)
                .flatMap(this::find)
                .map(report -> report.vouched().get(provider));
    }

    boolean hasDepartures() {
        return !departing.isEmpty();
    }

    boolean isDeparting(ProviderId provider) {
        return departing.contains(provider);
    }

    private boolean isVouchedForByItself(ProviderId host) {
        return find(host).map(report -> report.vouched().containsKey(host)).orElse(false);
    }

    /** All reports, ordered by host. */
    public Iterable<HostReport> all() {
        return byHost.values();
    }

    /** This table with the report in it, in place of the one of its host if there is one. */
    HostTable with(HostReport report) {
        HostTable rest = without(report.host());
        TreeMap<ProviderId, ProviderId> now = rest.vouchers;
        TreeSet<ProviderId> nowDeparting = rest.departing;
        for (Map.Entry<ProviderId, VouchedProvider> vouched : report.vouched().entrySet()) {
            ProviderId provider = vouched.getKey();
            now = provider.equals(report.host()) ? now : now.put(provider, report.host());
            // Where several reports change at once, the word of the host that vouches for it now is the one that
            // counts.
            nowDeparting =
                    vouched.getValue().hasDepartures() ? nowDeparting.add(provider) : nowDeparting.remove(provider);
        }
        return new HostTable(byHost.put(report.host(), report), now, nowDeparting);
    }

    /** This table without the report of the host, if there is one. */
    HostTable without(ProviderId host) {
        Optional<HostReport> before = find(host);
        if (before.isEmpty()) {
            return this;
        }
        TreeMap<ProviderId, ProviderId> now = vouchers;
        TreeSet<ProviderId> nowDeparting = departing;
        for (ProviderId provider : before.get().vouched().keySet()) {
            // Where several reports change at once, as a standby sees them, another host may vouch for it already.
            if (host.equals(now.getOrElse(provider, provider))) {
                now = now.remove(provider);
                nowDeparting = nowDeparting.remove(provider);
            }
        }
        return new HostTable(byHost.remove(host), now, nowDeparting);
    }
}

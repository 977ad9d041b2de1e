package dev.berth.ledger.state;

import dev.berth.events.model.HostReport;
import dev.berth.events.model.ProviderId;
import io.vavr.collection.TreeMap;
import java.util.Optional;

/**
 * What the agent of each host last vouched for, and which host vouches for a provider. Immutable; every change gives a
 * new table that shares almost all of the old one and takes as long as the report is large.
 */
public final class HostTable {
    static final HostTable EMPTY = new HostTable(TreeMap.empty(), TreeMap.empty());

    private final TreeMap<ProviderId, HostReport> byHost;

    /** Hosts by the providers that they vouch for. That a host vouches for itself is not said here again. */
    private final TreeMap<ProviderId, ProviderId> vouchers;

    private HostTable(TreeMap<ProviderId, HostReport> byHost, TreeMap<ProviderId, ProviderId> vouchers) {
        this.byHost = byHost;
        this.vouchers = vouchers;
    }

    public Optional<HostReport> find(ProviderId host) {
        return Optional.ofNullable(byHost.getOrElse(host, null));
    }

    /** The host that vouches for the provider. */
    public Optional<ProviderId> voucherOf(ProviderId provider) {
        Optional<ProviderId> host = Optional.ofNullable(vouchers.getOrElse(provider, null));
        return host.isEmpty() && isVouchedForByItself(provider) ? Optional.of(provider) : host;
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
        TreeMap<ProviderId, ProviderId> now = without(report.host()).vouchers;
        for (ProviderId provider : report.vouched().keySet()) {
            if (!provider.equals(report.host())) {
                now = now.put(provider, report.host());
            }
        }
        return new HostTable(byHost.put(report.host(), report), now);
    }

    /** This table without the report of the host, if there is one. */
    HostTable without(ProviderId host) {
        Optional<HostReport> before = find(host);
        if (before.isEmpty()) {
            return this;
        }
        TreeMap<ProviderId, ProviderId> now = vouchers;
        for (ProviderId provider : before.get().vouched().keySet()) {
            // Where several reports change at once, as a standby sees them, another host may vouch for it already.
            if (host.equals(now.getOrElse(provider, null))) {
                now = now.remove(provider);
            }
        }
        return new HostTable(byHost.remove(host), now);
    }
}

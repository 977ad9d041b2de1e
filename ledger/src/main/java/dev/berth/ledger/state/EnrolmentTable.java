package dev.berth.ledger.state;

import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;
import io.vavr.collection.TreeMap;
import java.util.Optional;

/**
 * The hosts whose agents may report, by id and by key. Immutable; every change gives a new table that shares almost all
 * of the old one.
 */
public final class EnrolmentTable {
    static final EnrolmentTable EMPTY = new EnrolmentTable(TreeMap.empty(), TreeMap.empty());

    private final TreeMap<ProviderId, Enrolment> byHost;
    private final TreeMap<HostKey, ProviderId> byKey;

    private EnrolmentTable(TreeMap<ProviderId, Enrolment> byHost, TreeMap<HostKey, ProviderId> byKey) {
        this.byHost = byHost;
        this.byKey = byKey;
    }

    public Optional<Enrolment> find(ProviderId host) {
        return Optional.ofNullable(byHost.getOrElse(host, null));
    }

    /** The host that the key is enrolled for. */
    public Optional<ProviderId> hostWith(HostKey key) {
        return Optional.ofNullable(byKey.getOrElse(key, null));
    }

    /** All enrolments, ordered by host. */
    public Iterable<Enrolment> all() {
        return byHost.values();
    }

    /** This table with the enrolment in it, in place of the one of its host if there is one. */
    EnrolmentTable with(Enrolment enrolment) {
        TreeMap<HostKey, ProviderId> keys = without(enrolment.host()).byKey;
        return new EnrolmentTable(
                byHost.put(enrolment.host(), enrolment),
                enrolment.key().isEmpty() ? keys : keys.put(enrolment.key().get(), enrolment.host()));
    }

    /** This table without the enrolment of the host, if there is one. */
    EnrolmentTable without(ProviderId host) {
        return new EnrolmentTable(
                byHost.remove(host),
                find(host)
                        .flatMap(Enrolment::key)
                        .filter(key -> hostWith(key).equals(Optional.of(host)))
                        .map(byKey::remove)
                        .orElse(byKey));
    }
}

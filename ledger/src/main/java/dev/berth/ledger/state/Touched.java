package dev.berth.ledger.state;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What edits have changed in a region, by key: stores take the values from the view after them. A key may stand here
 * though its value is as before. Grows as long as its edit is used; for one thread.
 */
public final class Touched {
    private Set<ProviderId> providers = Collections.emptySet();
    private Set<ConsumerId> consumers = Collections.emptySet();
    private Set<ProviderId> usages = Collections.emptySet();
    private Set<ProviderId> reports = Collections.emptySet();
    private Set<ProviderId> enrolments = Collections.emptySet();
    private Set<ProviderId> sequences = Collections.emptySet();
    private Set<ProviderId> drains = Collections.emptySet();
    private Set<ProviderId> devices = Collections.emptySet();
    private Set<ResourceClass> classes = Collections.emptySet();
    private Set<Trait> traits = Collections.emptySet();
    private Set<String> flavors = Collections.emptySet();

    /** Nothing yet. */
    public Touched() {}

    public Set<ProviderId> providers() {
        return Collections.unmodifiableSet(providers);
    }

    public Set<ConsumerId> consumers() {
        return Collections.unmodifiableSet(consumers);
    }

    /** The providers of which another amount is used. */
    public Set<ProviderId> usages() {
        return Collections.unmodifiableSet(usages);
    }

    /** The hosts whose agents vouch for something else. */
    public Set<ProviderId> reports() {
        return Collections.unmodifiableSet(reports);
    }

    /** The hosts that were enrolled or withdrawn. */
    public Set<ProviderId> enrolments() {
        return Collections.unmodifiableSet(enrolments);
    }

    /** The hosts whose last report has another number. */
    public Set<ProviderId> sequences() {
        return Collections.unmodifiableSet(sequences);
    }

    /** The hosts that were drained or undrained. */
    public Set<ProviderId> drains() {
        return Collections.unmodifiableSet(drains);
    }

    /** The hosts whose devices, and so their pools, have changed. */
    public Set<ProviderId> devices() {
        return Collections.unmodifiableSet(devices);
    }

    public Set<ResourceClass> classes() {
        return Collections.unmodifiableSet(classes);
    }

    public Set<Trait> traits() {
        return Collections.unmodifiableSet(traits);
    }

    public Set<String> flavors() {
        return Collections.unmodifiableSet(flavors);
    }

    /** How many keys there are in all. */
    public int size() {
        return providers.size()
                + consumers.size()
                + usages.size()
                + reports.size()
                + enrolments.size()
                + sequences.size()
                + drains.size()
                + devices.size()
                + classes.size()
                + traits.size()
                + flavors.size();
    }

    void provider(ProviderId id) {
        providers = with(providers, id);
    }

    void consumer(ConsumerId id) {
        consumers = with(consumers, id);
    }

    void usage(Allocations changed) {
        changed.forEach((provider, amounts) -> usages = with(usages, provider));
    }

    void report(ProviderId host) {
        reports = with(reports, host);
    }

    void enrolment(ProviderId host) {
        enrolments = with(enrolments, host);
    }

    void sequence(ProviderId host) {
        sequences = with(sequences, host);
    }

    void drain(ProviderId host) {
        drains = with(drains, host);
    }

    void devices(ProviderId host) {
        devices = with(devices, host);
    }

    void resourceClass(ResourceClass custom) {
        classes = with(classes, custom);
    }

    void trait(Trait custom) {
        traits = with(traits, custom);
    }

    void flavor(String name) {
        flavors = with(flavors, name);
    }

    public void addAll(Touched more) {
        providers = joined(providers, more.providers);
        consumers = joined(consumers, more.consumers);
        usages = joined(usages, more.usages);
        reports = joined(reports, more.reports);
        enrolments = joined(enrolments, more.enrolments);
        sequences = joined(sequences, more.sequences);
        drains = joined(drains, more.drains);
        devices = joined(devices, more.devices);
        classes = joined(classes, more.classes);
        traits = joined(traits, more.traits);
        flavors = joined(flavors, more.flavors);
    }

    /** With one more key. Most edits change one thing of few kinds: a table is made when a second key comes. */
    private static <K> Set<K> with(Set<K> keys, K more) {
        if (keys.isEmpty()) {
            return Collections.singleton(more);
        }
        if (keys.contains(more)) {
            return keys;
        }
        Set<K> table = table(keys);
        table.add(more);
        return table;
    }

    private static <K> Set<K> joined(Set<K> keys, Set<K> more) {
        if (more.isEmpty()) {
            return keys;
        }
        if (more.size() == 1) {
            return with(keys, more.iterator().next());
        }
        Set<K> table = table(keys);
        table.addAll(more);
        return table;
    }

    /** These keys in a table that more can be put into. */
    private static <K> Set<K> table(Set<K> keys) {
        return keys.size() > 1 ? keys : new LinkedHashSet<>(keys);
    }
}

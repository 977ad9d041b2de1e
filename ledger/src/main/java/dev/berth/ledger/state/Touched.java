package dev.berth.ledger.state;

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
    private final Set<ProviderId> providers = new LinkedHashSet<>();
    private final Set<ConsumerId> consumers = new LinkedHashSet<>();
    private final Set<ProviderId> usages = new LinkedHashSet<>();
    private final Set<ProviderId> reports = new LinkedHashSet<>();
    private final Set<ProviderId> enrolments = new LinkedHashSet<>();
    private final Set<ProviderId> sequences = new LinkedHashSet<>();
    private final Set<ProviderId> drains = new LinkedHashSet<>();
    private final Set<ProviderId> devices = new LinkedHashSet<>();
    private final Set<ResourceClass> classes = new LinkedHashSet<>();
    private final Set<Trait> traits = new LinkedHashSet<>();
    private final Set<String> flavors = new LinkedHashSet<>();

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
        providers.add(id);
    }

    void consumer(ConsumerId id) {
        consumers.add(id);
    }

    void usage(Set<ProviderId> ids) {
        usages.addAll(ids);
    }

    void report(ProviderId host) {
        reports.add(host);
    }

    void enrolment(ProviderId host) {
        enrolments.add(host);
    }

    void sequence(ProviderId host) {
        sequences.add(host);
    }

    void drain(ProviderId host) {
        drains.add(host);
    }

    void devices(ProviderId host) {
        devices.add(host);
    }

    void resourceClass(ResourceClass custom) {
        classes.add(custom);
    }

    void trait(Trait custom) {
        traits.add(custom);
    }

    void flavor(String name) {
        flavors.add(name);
    }

    public void addAll(Touched more) {
        providers.addAll(more.providers);
        consumers.addAll(more.consumers);
        usages.addAll(more.usages);
        reports.addAll(more.reports);
        enrolments.addAll(more.enrolments);
        sequences.addAll(more.sequences);
        drains.addAll(more.drains);
        devices.addAll(more.devices);
        classes.addAll(more.classes);
        traits.addAll(more.traits);
        flavors.addAll(more.flavors);
    }
}

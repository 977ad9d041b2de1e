package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes outcomes and what is so as scenarios state it. For one thread. */
final class StateWriter {
    private final Symbols symbols;

    StateWriter(Symbols symbols) {
        this.symbols = symbols;
    }

    String outcome(Outcome outcome) {
        return outcome.refusal().map(this::refusal).orElse(outcome.events().isEmpty() ? "unchanged" : "ok");
    }

    private String refusal(Refusal refusal) {
        StringBuilder text = new StringBuilder(refusal.rejection().name());
        refusal.facts()
                .forEach((fact, value) -> text.append(' ')
                        .append(fact.name().toLowerCase(java.util.Locale.ROOT))
                        .append('=')
                        .append(symbols.name(value)));
        return text.toString();
    }

    /** The generation of the provider or consumer of that name, "-" if there is none. */
    String generation(RegionView view, String symbol) {
        return view.provider(symbols.provider(symbol))
                .map(Provider::generation)
                .or(() -> view.consumer(symbols.consumer(symbol)).map(Consumer::generation))
                .map(Object::toString)
                .orElse("-");
    }

    String provider(RegionView view, Provider provider) {
        List<String> words = new ArrayList<>();
        words.add(symbols.name(provider.id()) + "@" + provider.generation());
        if (!provider.name().equals(symbols.name(provider.id()))) {
            words.add("named " + provider.name());
        }
        provider.parent()
                .ifPresent(parent ->
                        words.add("under " + symbols.name(parent) + " root " + symbols.name(provider.root())));
        provider.inventories()
                .forEach((resourceClass, inventory) -> words.add(
                        resourceClass + "=" + view.used(provider.id(), resourceClass) + "/" + Capacity.of(inventory)));
        if (!provider.traits().isEmpty()) {
            words.add("traits " + names(provider.traits()));
        }
        if (!provider.aggregates().isEmpty()) {
            words.add("aggregates " + names(provider.aggregates()));
        }
        return String.join(" ", words);
    }

    String consumer(Consumer consumer) {
        // By name and not by id, so that anyone who writes a scenario can foresee the order.
        TreeMap<String, Map<ResourceClass, Long>> allocations = new TreeMap<>();
        consumer.allocations().forEach((provider, amounts) -> allocations.put(symbols.name(provider), amounts));
        List<String> words = new ArrayList<>();
        words.add(symbols.name(consumer.id()) + "@" + consumer.generation());
        allocations.forEach((provider, amounts) -> words.add(provider + ":"
                + amounts.entrySet().stream()
                        .map(amount -> amount.getKey() + "=" + amount.getValue())
                        .collect(Collectors.joining(","))));
        words.add("project " + consumer.projectId());
        words.add("user " + consumer.userId());
        consumer.type().ifPresent(type -> words.add("type " + type.name()));
        return String.join(" ", words);
    }

    String vouched(HostReport report) {
        TreeMap<String, SortedSet<Trait>> vouched = new TreeMap<>();
        report.vouched().forEach((provider, known) -> vouched.put(symbols.name(provider), known.traits()));
        return vouched.entrySet().stream()
                .map(entry -> entry.getKey() + (entry.getValue().isEmpty() ? "" : " traits " + names(entry.getValue())))
                .collect(Collectors.joining(" and "));
    }

    String standing(HostReport report) {
        TreeMap<String, String> standing = new TreeMap<>();
        report.vouched()
                .forEach((provider, known) -> standing.put(
                        symbols.name(provider),
                        (known.name().equals(symbols.name(provider)) ? "" : " named " + known.name())
                                + known.inventories().entrySet().stream()
                                        .map(each -> " " + each.getKey() + "="
                                                + InventoryWords.inventory(
                                                        each.getValue().reported()))
                                        .collect(Collectors.joining())
                                + (known.traits().isEmpty() ? "" : " traits " + names(known.traits()))));
        return standing.entrySet().stream()
                .map(entry -> entry.getKey() + entry.getValue())
                .collect(Collectors.joining(" and "));
    }

    String enrolled(RegionView view, ProviderId host) {
        List<String> words = new ArrayList<>();
        words.add(view.enrolment(host).isPresent() ? "yes" : "no");
        view.enrolment(host).flatMap(Enrolment::key).ifPresent(key -> words.add("key " + symbols.name(key)));
        view.enrolment(host).flatMap(Enrolment::user).ifPresent(user -> words.add("user " + user));
        view.lastSequence(host).ifPresent(last -> words.add("number " + last));
        return String.join(" ", words);
    }

    /** The candidates for the amounts after the first word, each by its providers. */
    String candidates(RegionView view, Words question) {
        question.next();
        TreeMap<ResourceClass, Long> resources = new TreeMap<>();
        question.rest()
                .map(amount -> amount.split("=", 2))
                .forEach(amount -> resources.put(ResourceClass.of(amount[0]), Long.valueOf(amount[1])));
        RequestGroup group = RequestGroup.of("", ImmutableSortedMap.copyOfSorted(resources));
        TreeSet<String> candidates = new TreeSet<>();
        CandidateSearch.search(view, CandidateRequest.of(group))
                .candidates()
                .forEach(candidate -> candidates.add(
                        names(candidate.allocations().providers()).replace(' ', '+')));
        return candidates.isEmpty() ? "none" : String.join(" ", candidates);
    }

    String devices(DeviceTable table) {
        return table.devices().isEmpty()
                ? "none"
                : table.devices().stream().map(this::device).collect(Collectors.joining(" "));
    }

    private String device(TrackedDevice device) {
        StringBuilder text = new StringBuilder(DeviceWords.brief(device.address()))
                .append('=')
                .append(device.state());
        device.owner().ifPresent(owner -> text.append(':').append(symbols.name(owner)));
        if (device.owner().isPresent() && device.dirty()) {
            text.append("/dirty");
        }
        if (device.owner().isPresent()) {
            device.outage()
                    .ifPresent(outage -> text.append('/').append(outage.cause().text()));
        }
        device.outage().ifPresent(outage -> text.append('/').append(outage.reason()));
        return text.append(device.isOut() && device.departing() ? "/departing" : "")
                .toString();
    }

    String pools(DeviceTable table) {
        return table.pools().rows().isEmpty()
                ? "none"
                : table.pools().summary().entrySet().stream()
                        .map(row -> row.getKey().vendorId() + ":" + row.getKey().productId() + "@"
                                + (row.getKey().numaNode().isPresent()
                                        ? row.getKey().numaNode().getAsInt()
                                        : "-")
                                + "=" + row.getValue())
                        .collect(Collectors.joining(" "));
    }

    private String names(Iterable<?> values) {
        TreeSet<String> names = new TreeSet<>();
        values.forEach(value -> names.add(symbols.name(value)));
        return String.join(" ", names);
    }
}

package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what two Placements have, field by field, in order of their ids. For one comparison. */
public final class FactsDiff {
    private final RegionFacts there;
    private final RegionFacts here;
    private final boolean withGenerations;
    private final ImmutableList.Builder<FactDifference> differences = ImmutableList.builder();

    private FactsDiff(RegionFacts there, RegionFacts here, boolean withGenerations) {
        this.there = there;
        this.here = here;
        this.withGenerations = withGenerations;
    }

    /** All that differs. */
    public static ImmutableList<FactDifference> of(RegionFacts there, RegionFacts here) {
        return new FactsDiff(there, here, true).all();
    }

    /** All that differs but generations, which nobody can set at a Placement other than Berth. */
    public static ImmutableList<FactDifference> withoutGenerations(RegionFacts there, RegionFacts here) {
        return new FactsDiff(there, here, false).all();
    }

    private ImmutableList<FactDifference> all() {
        names("resource class", there.customClasses(), here.customClasses());
        names("trait", there.customTraits(), here.customTraits());
        for (ProviderId id :
                Sets.union(there.providers().keySet(), here.providers().keySet())) {
            provider(there.providers().get(id), here.providers().get(id));
        }
        for (ConsumerId id :
                Sets.union(there.consumers().keySet(), here.consumers().keySet())) {
            consumer(there.consumers().get(id), here.consumers().get(id));
        }
        return differences.build();
    }

    private void names(String kind, Iterable<?> of, Iterable<?> to) {
        TreeSet<String> known = new TreeSet<>();
        of.forEach(name -> known.add(name.toString()));
        TreeSet<String> other = new TreeSet<>();
        to.forEach(name -> other.add(name.toString()));
        Sets.difference(known, other).forEach(name -> differ(FactSubject.ofName(kind, name), "name", name, ""));
        Sets.difference(other, known).forEach(name -> differ(FactSubject.ofName(kind, name), "name", "", name));
    }

    private void provider(ImportedProvider of, ImportedProvider to) {
        FactSubject subject = FactSubject.of(of == null ? to : of);
        if (of == null || to == null) {
            differ(subject, "provider", of == null ? "" : words(of), to == null ? "" : words(to));
            return;
        }
        field(subject, "name", of.name(), to.name());
        field(
                subject,
                "parent",
                of.parent().map(Object::toString).orElse(""),
                to.parent().map(Object::toString).orElse(""));
        generation(subject, of.generation(), to.generation());
        TreeSet<ResourceClass> classes = new TreeSet<>(of.inventories().keySet());
        classes.addAll(to.inventories().keySet());
        for (ResourceClass each : classes) {
            field(
                    subject,
                    "inventory of " + each,
                    of.inventories().get(each),
                    to.inventories().get(each));
        }
        field(subject, "traits", words(of.traits()), words(to.traits()));
        field(subject, "aggregates", words(of.aggregates()), words(to.aggregates()));
    }

    private void consumer(ImportedConsumer of, ImportedConsumer to) {
        FactSubject subject = FactSubject.of((of == null ? to : of).consumer());
        if (of == null || to == null) {
            differ(
                    subject,
                    "consumer",
                    of == null ? "" : "holds " + words(of.allocations()),
                    to == null ? "" : "holds " + words(to.allocations()));
            return;
        }
        generation(subject, of.generation(), to.generation());
        field(subject, "project", of.projectId(), to.projectId());
        field(subject, "user", of.userId(), to.userId());
        field(subject, "type", words(of), words(to));
        field(subject, "allocations", words(of.allocations()), words(to.allocations()));
    }

    private void generation(FactSubject subject, long of, long to) {
        if (withGenerations) {
            field(subject, "generation", of, to);
        }
    }

    private static String words(ImportedProvider provider) {
        return provider.name()
                + (provider.inventories().isEmpty()
                        ? " without inventory"
                        : " with inventory of " + words(provider.inventories().keySet()));
    }

    private static String words(ImportedConsumer consumer) {
        return consumer.consumerType().map(Object::toString).orElse("");
    }

    private static String words(Iterable<?> values) {
        StringBuilder words = new StringBuilder();
        values.forEach(value -> words.append(words.length() == 0 ? "" : ",").append(value));
        return words.toString();
    }

    private static String words(Allocations allocations) {
        return allocations.byProvider().stream()
                .map(held -> held.provider() + ":" + amounts(held.amounts()))
                .collect(Collectors.joining(" "));
    }

    private static String amounts(Map<ResourceClass, Long> amounts) {
        return amounts.entrySet().stream()
                .map(amount -> amount.getKey() + "=" + amount.getValue())
                .collect(Collectors.joining(","));
    }

    private void field(FactSubject subject, String field, Object of, Object to) {
        if (of == null ? to != null : !of.equals(to)) {
            differ(subject, field, of == null ? "" : of.toString(), to == null ? "" : to.toString());
        }
    }

    private void differ(FactSubject subject, String field, String of, String to) {
        differences.add(new FactDifference(subject, field, of, to));
    }
}

package dev.berth.events.decision;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a command was refused: a code and the facts that belong to it. The facts are recorded and compared; the words
 * that a person reads are made from them at the edge and may change. Which facts there are is said here, by what the
 * refusal is of.
 */
public record Refusal(Rejection rejection, ImmutableSortedMap<Fact, String> facts) {
    /** What a refusal may tell about its case. */
    public enum Fact {
        PROVIDER,
        PROVIDER_NAME,
        PARENT,
        CONSUMER,
        RESOURCE_CLASS,
        TRAIT,
        EXPECTED,
        ACTUAL,
        REQUESTED,
        USED,
        CAPACITY,
        MIN_UNIT,
        MAX_UNIT,
        STEP_SIZE,
        POSITION,
        HOST,
        DEVICE,
        FLAVOR,
        REASON,
        ROOT,
        LIMIT,
        CONSUMERS,
        OTHER,
        EXPECTED_UPDATED_AT_MS,
        ACTUAL_UPDATED_AT_MS
    }

    public static Refusal of(Rejection rejection) {
        return new Refusal(rejection, ImmutableSortedMap.of());
    }

    /** Facts about a provider as it is, or as it is asked to be. */
    public static Refusal of(Rejection rejection, ProviderId provider) {
        return of(rejection).with(Fact.PROVIDER, provider);
    }

    /** Facts about what a provider has of a class, or what is wanted of it. */
    public static Refusal of(Rejection rejection, ProviderId provider, ResourceClass resourceClass) {
        return of(rejection, provider).with(Fact.RESOURCE_CLASS, resourceClass);
    }

    public static Refusal of(Rejection rejection, ResourceClass resourceClass) {
        return of(rejection).with(Fact.RESOURCE_CLASS, resourceClass);
    }

    public static Refusal of(Rejection rejection, Trait trait) {
        return of(rejection).with(Fact.TRAIT, trait);
    }

    public static Refusal of(Rejection rejection, ConsumerId consumer) {
        return of(rejection).with(Fact.CONSUMER, consumer);
    }

    /** Facts about what a consumer asks a host for beside its amounts. */
    public static Refusal of(Rejection rejection, ConsumerId consumer, ProviderId host, String reason) {
        return of(rejection, consumer).with(Fact.HOST, host).with(Fact.REASON, reason);
    }

    public static Refusal ofFlavor(Rejection rejection, String name) {
        return of(rejection).with(Fact.FLAVOR, name);
    }

    /** The refusal that says that an id or a name belongs to another provider. */
    public static Refusal ofName(Rejection rejection, ProviderId provider, String name) {
        return of(rejection, provider).with(Fact.PROVIDER_NAME, name);
    }

    /** The refusal that says that the provider cannot be put below this parent; empty if it was to become a root. */
    public static Refusal ofParent(Rejection rejection, ProviderId provider, Optional<ProviderId> parent) {
        Refusal refusal = of(rejection, provider);
        return parent.isPresent() ? refusal.with(Fact.PARENT, parent.get()) : refusal;
    }

    /** This refusal of a writer who has read another generation, or another that does not exist. */
    public Refusal withGenerations(Object expected, Object actual) {
        return with(Fact.EXPECTED, expected).with(Fact.ACTUAL, actual);
    }

    /** This refusal with one more fact. */
    public Refusal with(Fact fact, Object value) {
        return new Refusal(
                rejection,
                ImmutableSortedMap.<Fact, String>naturalOrder()
                        .putAll(facts)
                        .put(fact, value.toString())
                        .build());
    }

    public Optional<String> fact(Fact fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    /** The code and its facts in one line, for logs, the auditor and scenarios. */
    @Override
    public String toString() {
        return facts.isEmpty()
                ? rejection.name()
                : rejection.name()
                        + facts.entrySet().stream()
                                .map(fact -> Ascii.toLowerCase(fact.getKey().name()) + "=" + fact.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }
}

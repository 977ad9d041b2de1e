package dev.berth.api.differential;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The few things that all calls are about, so that calls meet each other's traces: providers, consumers, classes,
 * traits and aggregates by name, and the generations that they are in now.
 */
final class Names {
    static final List<String> CLASSES = List.of("VCPU", "MEMORY_MB", "DISK_GB", "SRIOV_NET_VF", "CUSTOM_GOLD");
    static final List<String> TRAITS =
            List.of("HW_CPU_X86_AVX", "HW_NIC_SRIOV", "MISC_SHARES_VIA_AGGREGATE", "CUSTOM_RED", "CUSTOM_BLUE");
    static final List<String> PROJECTS = List.of("p1", "p2");
    static final String UNKNOWN_PROVIDER = "ffffffff-ffff-4fff-8fff-ffffffffffff";

    private static final int PROVIDERS = 6;
    private static final int CONSUMERS = 5;
    private static final int AGGREGATES = 3;

    private final Dice dice;
    private final Supplier<RegionView> view;

    Names(Dice dice, Supplier<RegionView> view) {
        this.dice = dice;
        this.view = view;
    }

    String provider() {
        return dice.oneIn(25) ? UNKNOWN_PROVIDER : id(0xaaaa, dice.below(PROVIDERS));
    }

    /** Those that exist now. */
    List<String> knownProviders() {
        List<String> known = new ArrayList<>();
        view.get().providers().all().forEach(provider -> known.add(provider.id().toString()));
        return known;
    }

    static List<String> providers() {
        return ids(0xaaaa, PROVIDERS);
    }

    String consumer() {
        return dice.pick(consumers());
    }

    static List<String> consumers() {
        return ids(0xcccc, CONSUMERS);
    }

    static List<String> aggregates() {
        return ids(0xdddd, AGGREGATES);
    }

    String name() {
        return "n" + dice.below(8);
    }

    String resourceClass() {
        return dice.oneIn(20) ? "HOUSE" : dice.pick(CLASSES);
    }

    String trait() {
        return dice.oneIn(20) ? "CUSTOM_NOBODY_MADE" : dice.pick(TRAITS);
    }

    /** The classes that a provider has inventories of. */
    List<String> classesOf(String provider) {
        return view.get()
                .provider(ProviderId.of(provider))
                .map(p ->
                        p.inventories().keySet().stream().map(Object::toString).toList())
                .orElse(List.of());
    }

    Optional<Consumer> known(String consumer) {
        return view.get().consumer(ConsumerId.of(consumer));
    }

    /** The generation a writer would send, now and then a wrong one. */
    long generation(String provider) {
        long generation = view.get()
                .provider(ProviderId.of(provider))
                .map(Provider::generation)
                .orElse(0L);
        return dice.oneIn(12) ? generation + 1 : generation;
    }

    String consumerGeneration(String consumer) {
        return dice.oneIn(10)
                ? dice.pick("null", "1", "7")
                : known(consumer).map(c -> Long.toString(c.generation())).orElse("null");
    }

    static String quoted(List<String> values) {
        return values.stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(", ", "[", "]"));
    }

    private static List<String> ids(int kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> id(kind, i)).toList();
    }

    private static String id(int kind, int number) {
        return new UUID((long) kind << 48 | 0x4000, 0x8000_0000_0000_0000L | number).toString();
    }
}

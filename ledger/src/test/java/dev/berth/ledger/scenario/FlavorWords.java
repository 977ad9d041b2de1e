package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How scenarios write PCI flavors and requests for devices; {@link ScenariosTest} documents it. */
final class FlavorWords {
    private FlavorWords() {}

    static PciFlavor flavor(String name, Words words) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        do {
            alternatives.add(alternative(words.next()));
        } while (words.skip("or"));
        return new PciFlavor(
                name,
                alternatives.build(),
                words.optionalAfter("policy").flatMap(NumaPolicy::parse),
                Optional.empty(),
                0);
    }

    static String write(CreateFlavor command) {
        return "flavor " + command.flavor().name() + text(command.flavor());
    }

    static String write(ReplaceFlavor command) {
        return "flavor " + command.flavor().name() + "@" + command.expectedGeneration() + text(command.flavor());
    }

    private static String text(PciFlavor flavor) {
        return flavor.alternatives().stream().map(FlavorWords::text).collect(Collectors.joining(" or ", " ", ""))
                + flavor.policy().map(policy -> " policy " + policy.text()).orElse("");
    }

    /** What follows the word "pci" in a claim. */
    static DeviceClaim claim(Symbols symbols, Words words) {
        ProviderId host = symbols.provider(words.next());
        ImmutableSortedSet<Integer> cells = words.optionalAfter("cells")
                .map(text -> Splitter.on(',').splitToList(text).stream()
                        .map(Integer::valueOf)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder())))
                .orElse(ImmutableSortedSet.of());
        ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
        while (words.isNextWith('*')) {
            requests.add(request(symbols, words.next()));
        }
        return new DeviceClaim(host, cells, requests.build());
    }

    static String text(Symbols symbols, DeviceClaim claim) {
        String cells =
                claim.guestCells().stream().map(cell -> Integer.toString(cell)).collect(Collectors.joining(","));
        return (cells.isEmpty() ? "" : " cells " + cells)
                + claim.requests().stream()
                        .map(request -> text(symbols, request))
                        .collect(Collectors.joining());
    }

    private static DeviceRequest request(Symbols symbols, String text) {
        List<String> head = Splitter.on('*').limit(2).splitToList(text);
        List<String> numbered = Splitter.on('=').splitToList(head.get(0));
        List<String> selection = Splitter.on('/').splitToList(head.get(1));
        boolean isNamed = !selection.get(0).contains("=");
        Optional<NumaPolicy> policy = Optional.empty();
        ImmutableSortedMap.Builder<ProviderId, Integer> providers = ImmutableSortedMap.naturalOrder();
        for (String setting : selection.subList(1, selection.size())) {
            if (setting.contains(":")) {
                List<String> pair = Splitter.on(':').splitToList(setting);
                providers.put(symbols.provider(pair.get(0)), Integer.valueOf(pair.get(1)));
            } else {
                policy = NumaPolicy.parse(setting);
            }
        }
        return new DeviceRequest(
                numbered.get(0),
                Integer.parseInt(numbered.get(1)),
                isNamed ? Optional.of(selection.get(0)) : Optional.empty(),
                isNamed ? ImmutableList.of() : ImmutableList.of(alternative(selection.get(0))),
                ImmutableSortedMap.of(),
                policy,
                providers.build());
    }

    private static String text(Symbols symbols, DeviceRequest request) {
        StringBuilder text = new StringBuilder(" " + request.id() + "=" + request.count() + "*"
                + request.flavor().orElseGet(() -> text(request.alternatives().get(0)))
                + request.policy().map(policy -> "/" + policy.text()).orElse(""));
        request.providers()
                .forEach((provider, count) -> text.append('/')
                        .append(symbols.name(provider))
                        .append(':')
                        .append(count));
        return text.toString();
    }

    private static PciAlternative alternative(String text) {
        ImmutableSortedMap.Builder<String, AttributeValue> attributes = ImmutableSortedMap.naturalOrder();
        for (String attribute : Splitter.on(',').split(text)) {
            List<String> pair = Splitter.on('=').limit(2).splitToList(attribute);
            attributes.put(pair.get(0), AttributeValue.of(pair.get(1)));
        }
        return new PciAlternative(attributes.build());
    }

    private static String text(PciAlternative alternative) {
        return alternative.attributes().entrySet().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(Collectors.joining(","));
    }
}

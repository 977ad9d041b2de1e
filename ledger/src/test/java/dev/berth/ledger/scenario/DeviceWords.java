package dev.berth.ledger.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How scenarios write PCI devices and NUMA cells; {@link ScenariosTest} documents it. */
final class DeviceWords {
    private static final String DOMAIN = "0000:";
    private static final String VENDOR = "8086";
    private static final String PRODUCT = "10ed";

    private DeviceWords() {}

    /** The devices after the word "offers", if it comes next. */
    static ImmutableList<PciDevice> offered(Words words, Optional<ProviderId> provider) {
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        if (words.skip("offers")) {
            while (!words.isAtEnd() && !words.isNext("and")) {
                devices.add(device(words.next(), provider));
            }
        }
        return devices.build();
    }

    static String offers(List<PciDevice> devices, Optional<ProviderId> provider) {
        String offered = devices.stream()
                .filter(device -> device.provider().equals(provider))
                .map(device -> " " + text(device))
                .collect(Collectors.joining());
        return offered.isEmpty() ? "" : " offers" + offered;
    }

    /** The address without the domain where that is 0. */
    static String brief(PciAddress address) {
        return address.domain() == 0 ? address.toString().substring(DOMAIN.length()) : address.toString();
    }

    static PciAddress address(String text) {
        return PciAddress.parse(text).orElseGet(() -> PciAddress.of(DOMAIN + text));
    }

    private static PciDevice device(String text, Optional<ProviderId> provider) {
        List<String> parts = Splitter.on('/').splitToList(text);
        TreeMap<String, String> settings = new TreeMap<>();
        for (String setting : parts.subList(1, parts.size())) {
            List<String> pair = Splitter.on('=').limit(2).splitToList(setting);
            settings.put(pair.get(0), pair.get(1));
        }
        DeviceType type = Optional.ofNullable(settings.remove("type"))
                .map(DeviceType::valueOf)
                .orElse(DeviceType.PCI);
        Optional<PciAddress> parent =
                Optional.ofNullable(settings.remove("parent")).map(DeviceWords::address);
        OptionalInt numaNode =
                number(Optional.ofNullable(settings.remove("numa")).orElse("-"));
        String vendor = Optional.ofNullable(settings.remove("vendor")).orElse(VENDOR);
        String product = Optional.ofNullable(settings.remove("product")).orElse(PRODUCT);
        ImmutableSortedMap.Builder<String, AttributeValue> tags = ImmutableSortedMap.naturalOrder();
        settings.forEach((name, value) -> tags.put(name, AttributeValue.of(value)));
        return new PciDevice(
                address(parts.get(0)),
                vendor,
                product,
                type,
                parent,
                numaNode,
                tags.build(),
                ImmutableSortedMap.of(),
                provider);
    }

    private static String text(PciDevice device) {
        StringBuilder text = new StringBuilder(brief(device.address()));
        if (device.type() != DeviceType.PCI) {
            text.append("/type=").append(device.type().name());
        }
        device.parent().ifPresent(parent -> text.append("/parent=").append(brief(parent)));
        if (device.numaNode().isPresent()) {
            text.append("/numa=").append(device.numaNode().getAsInt());
        }
        if (!device.vendorId().equals(VENDOR)) {
            text.append("/vendor=").append(device.vendorId());
        }
        if (!device.productId().equals(PRODUCT)) {
            text.append("/product=").append(device.productId());
        }
        for (Map.Entry<String, AttributeValue> tag : device.tags().entrySet()) {
            text.append('/').append(tag.getKey()).append('=').append(tag.getValue());
        }
        return text.toString();
    }

    private static OptionalInt number(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
}

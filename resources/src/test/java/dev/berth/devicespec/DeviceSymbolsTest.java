package dev.berth.devicespec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DeviceSymbolsTest {
    @Test
    void namesClassesAfterAnyCharacterAsTheUpperCaseOfUnicodeDoes() {
        for (int codePoint = ' '; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String asked = "a" + Character.toString(codePoint) + "b";
            assertThat(className(asked))
                    .as("%x", codePoint)
                    .isEqualTo("CUSTOM_" + asked.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]+", "_"));
        }
    }

    private static String className(String asked) {
        return DeviceSymbols.resourceClass(new PciDevice(
                new PciAddress(0, 1, 0, 0),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of("resource_class", AttributeValue.of(asked)),
                ImmutableSortedMap.of(),
                Optional.empty()));
    }
}

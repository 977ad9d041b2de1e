package dev.berth.devicespec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSpecTest {
    /** The addresses that an entry with this address offers of {@link TestingDevices#HOST}, by bus and slot. */
    @ParameterizedTest(name = "{0} offers {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0000:81:10.0, 81:10.0",
                "81:10.1, 81:10.1",
                "10.1, 81:10.1",
                "10, 81:10.0 81:10.1 82:10.0",
                "*:81:*.*, 81:00.0 81:10.0 81:10.1",
                ":81:10., 81:10.0 81:10.1",
                "' 0 : 81 : 10 . 1 ', 81:10.1",
                ".1, 81:10.1",
                "0:3B:0.0, 3b:00.0",
                "0000:81:00.0, 81:00.0 81:10.0 81:10.1",
                "81:00.0, 81:00.0",
                "0000:82:00.0, ''",
                "0001:81:00.0, ''",
            })
    void selectsByGlob(String address, String offered) {
        assertThat(offeredBy(Map.of("address", address.replace("'", "")))).isEqualTo(offered.replace("'", ""));
    }

    @Test
    void matchesARegexAtTheStartOfAField() {
        assertThat(offeredBy(Map.of("address", Map.of("bus", "8")))).isEqualTo("81:00.0 81:10.0 81:10.1 82:10.0");
        assertThat(offeredBy(Map.of("address", Map.of("bus", "1")))).isEmpty();
        assertThat(offeredBy(Map.of("address", Map.of("bus", "81|3b", "function", "[0]"))))
                .isEqualTo("3b:00.0 81:00.0 81:10.0");
    }

    /** Each would match for minutes at least. */
    @ParameterizedTest
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(
            strings = {
                "(((x?){1000}){1000}){1000}",
                "(((){99}){99}){99}",
                "^{2147483647}",
                "((((((((((((0|0?)*)*)*)*)*)*)*)*)*)*)*)*x",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)$",
                "(0*)*$(?!)",
                ".*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*x",
            })
    void refusesARegexThatTakesTooLong(String regex) {
        Map<String, Object> entry = Map.of("address", Map.of("domain", regex));

        String told = DeviceSpec.parse(entry)
                .spec()
                .map(spec -> catchThrowable(() -> spec.offered(TestingDevices.host()))
                        .getMessage())
                .orElseGet(() -> DeviceSpec.parse(entry).errors().toString());

        assertThat(told).contains("expected a regular expression");
    }

    @Test
    void coversTheChildrenOfAPhysicalFunctionOnlyIfAllFieldsAreWrittenOut() {
        assertThat(offeredBy(Map.of("address", Map.of("domain", "0000", "bus", "81", "slot", "00", "function", "0"))))
                .isEqualTo("81:00.0 81:10.0 81:10.1");
        assertThat(offeredBy(Map.of("address", Map.of("domain", "0000", "bus", "81", "slot", "00"))))
                .isEqualTo("81:00.0");
        assertThat(offeredBy(Map.of("address", "0000:81:00.0", "product_id", "10ed")))
                .isEqualTo("81:10.0 81:10.1");
    }

    @Test
    void doesNotCoverChildrenOfADeviceThatTheHostKnowsAsPlain() {
        HostDevices host = TestingDevices.host(
                List.of("0000:81:00.0 type-PCI 8086:10fb", "0000:81:10.0 type-VF 8086:10ed 0000:81:00.0"));

        assertThat(offeredBy(List.of(Map.of("address", "0000:81:00.0")), host)).isEqualTo("81:00.0");
    }

    @Test
    void readsIdsInAnyCaseAndWidth() {
        assertThat(offeredBy(Map.of("vendor_id", " 10DE "))).isEqualTo("3b:00.0");
        assertThat(offeredBy(Map.of("vendor_id", "*", "product_id", "10FB"))).isEqualTo("81:00.0");
        assertThat(offeredBy(Map.of("product_id", "ed"))).isEmpty();
    }

    @Test
    void offersNothingWithoutEntries() {
        assertThat(offeredBy(List.of(), TestingDevices.host())).isEmpty();
    }

    @Test
    void selectsByInterfaceAndCoversItsChildren() {
        assertThat(offeredBy(Map.of("devname", "ens1f0"))).isEqualTo("81:00.0 81:10.0 81:10.1");
        assertThat(offeredBy(Map.of("devname", "ens9"))).isEmpty();
    }

    @Test
    void takesTagsFromTheFirstEntryThatMatchesAlone() {
        DeviceSpec spec = parsed(List.of(
                List.of(Map.of("address", "0000:81:10.1", "trusted", "true")),
                Map.of("vendor_id", "8086", "physical_network", "physnet1", "trusted", "false")));

        assertThat(spec.match(TestingDevices.device("0000:81:10.1 type-VF 8086:10ed"), TestingDevices.host()))
                .contains(new DeviceMatch(0, tags(Map.of("trusted", AttributeValue.of("true")))));
        assertThat(spec.match(TestingDevices.device("0000:81:10.0 type-VF 8086:10ed"), TestingDevices.host()))
                .contains(new DeviceMatch(
                        1,
                        tags(Map.of(
                                "trusted", AttributeValue.of("false"),
                                "physical_network", AttributeValue.of("physnet1")))));
    }

    @Test
    void keepsTagsAsTheyAreButForFlags() {
        Map<String, Object> entry = new TreeMap<>(Map.of(
                "rack", 5, "managed", "Yes", "live_migratable", false, "features", List.of("a", "b"), "cost", 1.5));
        entry.put("physical_network", null);

        assertThat(parsed(entry).offered(TestingDevices.host()).get(0).tags())
                .containsEntry("rack", AttributeValue.of(5))
                .containsEntry("managed", AttributeValue.of("true"))
                .containsEntry("live_migratable", AttributeValue.of("false"))
                .containsEntry("physical_network", AttributeValue.NOTHING)
                .containsEntry("cost", new AttributeValue.Decimal(1.5))
                .hasSize(6);
    }

    @Test
    void offersRemoteManagedDevicesOnlyWithASerialNumber() {
        List<PciDevice> devices = List.of(
                TestingDevices.withSerial("0000:81:10.0 type-VF 8086:10ed 0000:81:00.0", "A1"),
                TestingDevices.withSerial("0000:81:10.1 type-VF 8086:10ed 0000:81:00.0", " "),
                TestingDevices.device("0000:81:10.2 type-VF 8086:10ed 0000:81:00.0"));
        HostDevices host = HostDevices.of(devices, Map.of());

        assertThat(offeredBy(Map.of("remote_managed", "yes", "vendor_id", "8086"), host))
                .isEqualTo("81:10.0");
        assertThat(offeredBy(Map.of("remote_managed", "no", "vendor_id", "8086"), host))
                .isEqualTo("81:10.0 81:10.1 81:10.2");
    }

    @Test
    void namesEntryAndKeyOfEveryError() {
        List<Object> config = new ArrayList<>();
        config.add(Map.of("vendor_id", "8086"));
        config.add(List.of(Map.of("vendor_id", "80867"), Map.of("product_id", "xyz", "address", "0000:8*:00.9")));
        config.add("0000:81:00.0");
        config.add(Map.of("address", "1:0000:81:00.0", "managed", "maybe"));
        config.add(Map.of("address", Map.of("bus", "[", "func", "0")));
        config.add(Map.of("address", 5, "devname", "ens1f0"));
        config.add(Map.of("vendor_id", 8086, "devname", 1, "extra", Map.of("a", "b")));
        config.add(Collections.singletonMap("product_id", null));

        DeviceSpec.Parsed parsed = DeviceSpec.parse(config);

        assertThat(parsed.spec()).isEmpty();
        assertThat(parsed.errors())
                .extracting(error -> error.entry() + " " + error.key() + " " + error.code())
                .containsExactlyInAnyOrder(
                        "1 vendor_id INVALID_VALUE",
                        "2 product_id INVALID_VALUE",
                        "2 address INVALID_VALUE",
                        "2 address INVALID_VALUE",
                        "3  NOT_A_MAP",
                        "4 address WRONG_ADDRESS_FORMAT",
                        "4 managed INVALID_VALUE",
                        "5 address WRONG_ADDRESS_FORMAT",
                        "5 address WRONG_ADDRESS_FORMAT",
                        "6 devname DEVNAME_AND_ADDRESS",
                        "6 address WRONG_ADDRESS_FORMAT",
                        "7 vendor_id INVALID_VALUE",
                        "7 devname INVALID_VALUE",
                        "7 extra INVALID_VALUE",
                        "8 product_id INVALID_VALUE");
    }

    @Test
    void warnsOfAnEntryThatSelectsEverything() {
        assertThat(parsed(List.of(Map.of("vendor_id", "8086"), Map.of("adress", "0000:81:00.0")))
                        .warnings())
                .containsExactly(
                        "entry 1 selects every device of the host: it has no id, address or devname, only tags "
                                + "[adress]",
                        "entry 1, adress: taken for a tag of your own; was address meant?");
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "adress, address",
        "Address, address",
        "vendor-id, vendor_id",
        "vendor, vendor_id",
        "produkt_id, product_id",
        "dev_name, devname",
        "physical_netwrok, physical_network",
        "phisical_netwrk, physical_network",
        "trait, traits",
        "resourceclass, resource_class",
        "one_time_used, one_time_use",
    })
    void warnsOfATagThatLooksLikeAMisspeltKey(String tag, String known) {
        assertThat(parsed(Map.of("vendor_id", "8086", tag, "x")).warnings())
                .containsExactly("entry 0, " + tag + ": taken for a tag of your own; was " + known + " meant?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rack", "color", "device_id", "label", "network", "physical_networks_of_this_site_and_more"})
    void takesOtherWordsForTags(String tag) {
        assertThat(parsed(Map.of("vendor_id", "8086", tag, "x")).warnings()).isEmpty();
    }

    @Test
    void warnsOfEntriesThatOfferNothingOnThisHost() {
        DeviceSpec spec = parsed(List.of(
                Map.of("vendor_id", "8086"),
                Map.of("vendor_id", "1002"),
                Map.of("product_id", "10ed"),
                Map.of("devname", "ens9"),
                Map.of("vendor_id", "10de")));

        assertThat(spec.warningsOn(TestingDevices.host()))
                .containsExactly(
                        "entry 1 matches no device of this host",
                        "entry 2 has no effect: all devices that it matches are matched by an entry before it",
                        "entry 3 matches no device: this host has no network interface ens9");
    }

    /** Each bit of {@code stars} leaves one field to any value. */
    @Property
    void matchesByTheFieldsThatAGlobWritesOut(
            @ForAll("addresses") PciAddress written,
            @ForAll("addresses") PciAddress other,
            @ForAll @IntRange(max = 15) int stars) {
        String glob = field(stars, 8, "%x", written.domain()) + ":" + field(stars, 4, "%02X", written.bus()) + ":"
                + field(stars, 2, "%x", written.slot()) + "." + field(stars, 1, "%x", written.function());
        boolean isSame = ((stars & 8) != 0 || written.domain() == other.domain())
                && ((stars & 4) != 0 || written.bus() == other.bus())
                && ((stars & 2) != 0 || written.slot() == other.slot())
                && ((stars & 1) != 0 || written.function() == other.function());
        DeviceSpec spec = parsed(Map.of("address", glob));

        assertThat(spec.match(TestingDevices.device(written + " type-PCI 8086:10fb"), TestingDevices.host()))
                .isPresent();
        assertThat(spec.match(TestingDevices.device(other + " type-PCI 8086:10fb"), TestingDevices.host())
                        .isPresent())
                .isEqualTo(isSame);
    }

    @Provide
    Arbitrary<PciAddress> addresses() {
        Arbitrary<Integer> domains = Arbitraries.of(0, 1, PciAddress.DOMAIN_MAX);
        Arbitrary<Integer> buses = Arbitraries.of(0, 0x81, PciAddress.BUS_MAX);
        Arbitrary<Integer> slots = Arbitraries.of(0, 0xa, PciAddress.SLOT_MAX);
        Arbitrary<Integer> functions = Arbitraries.of(0, 1, PciAddress.FUNCTION_MAX);
        return Combinators.combine(domains, buses, slots, functions).as(PciAddress::new);
    }

    private static String field(int stars, int bit, String format, int value) {
        return (stars & bit) != 0 ? "*" : String.format(format, value);
    }

    @Test
    void saysWhatWouldBeRight() {
        assertThat(DeviceSpec.parse(Map.of("address", "0000:81:00.8")).errors())
                .hasToString("[entry 0, address: function: expected a hex number up to 7 but got '8']");
    }

    @ParameterizedTest(name = "remote-managed at {0} with {1}:{2}: {3}")
    @CsvSource({
        "0000:81:00.0, *, *, REMOTE_MANAGED_PF",
        "0000:81:00.0, 8086, 10fb, REMOTE_MANAGED_PF",
        "0000:81:00.0, 8086, 10ed, ''",
        "0000:81:00.0, 15b3, 10ed, REMOTE_MANAGED_IDS",
        "0000:81:00.0, 8086, 9999, REMOTE_MANAGED_IDS",
        "81:00.0, *, *, ''",
        "0000:81:10.0, *, *, ''",
        "ens1f0, *, *, REMOTE_MANAGED_PF",
        "ens9, *, *, REMOTE_MANAGED_ABSENT",
    })
    void refusesRemoteManagementOfWhatIsNoVirtualFunction(String where, String vendor, String product, String code) {
        String key = where.startsWith("ens") ? "devname" : "address";
        DeviceSpec spec =
                parsed(Map.of(key, where, "vendor_id", vendor, "product_id", product, "remote_managed", "true"));

        assertThat(spec.errorsOn(TestingDevices.host()).stream()
                        .map(error -> error.code().name())
                        .toList())
                .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    private static ImmutableSortedMap<String, AttributeValue> tags(Map<String, AttributeValue> tags) {
        return ImmutableSortedMap.copyOf(tags);
    }

    private static DeviceSpec parsed(Object config) {
        DeviceSpec.Parsed parsed = DeviceSpec.parse(config);
        assertThat(parsed.errors()).isEmpty();
        return parsed.spec().orElseThrow();
    }

    private static String offeredBy(Object config) {
        return offeredBy(config, TestingDevices.host());
    }

    private static String offeredBy(Object config, HostDevices host) {
        return parsed(config).offered(host).stream()
                .map(PciDevice::address)
                .map(PciAddress::toString)
                .map(text -> text.substring("0000:".length()))
                .reduce((left, right) -> left + " " + right)
                .orElse("");
    }
}

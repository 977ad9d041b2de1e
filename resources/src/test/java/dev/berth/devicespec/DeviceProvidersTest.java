package dev.berth.devicespec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceProvidersTest {
    @Test
    void countsVirtualFunctionsAtTheirPhysicalFunctionsAddress() {
        DeviceProviders providers = providers(
                List.of(Map.of("product_id", "10ed"), Map.of("product_id", "1db6", "resource_class", "gold")));

        assertThat(providers.refusals()).isEmpty();
        assertThat(providers.providers())
                .extracting(provider -> provider.name() + " " + provider.resourceClass() + " "
                        + provider.inventory().total() + "/"
                        + provider.inventory().maxUnit() + " " + provider.units())
                .containsExactly(
                        "cmp1_0000:3B:00.0 CUSTOM_GOLD 1/1 [0000:3b:00.0]",
                        "cmp1_0000:81:00.0 CUSTOM_PCI_8086_10ED 2/2 [0000:81:10.0, 0000:81:10.1]",
                        "cmp1_0000:82:00.0 CUSTOM_PCI_8086_10ED 1/1 [0000:82:10.0]");
    }

    @ParameterizedTest(name = "resource class {0} becomes {1}")
    @CsvSource({"pgpu, PGPU", "custom_a100, CUSTOM_A100", "gold - gpu.v2, CUSTOM_GOLD_GPU_V2", "_x, CUSTOM__X"})
    void normalisesResourceClasses(String asked, String name) {
        assertThat(gpu(Map.of("resource_class", asked)).providers().get(0).resourceClass())
                .hasToString(name);
    }

    @ParameterizedTest(name = "traits {0} become {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HW_GPU_API_VULKAN,gold|COMPUTE_MANAGED_PCI_DEVICE CUSTOM_GOLD HW_GPU_API_VULKAN",
                "a, b|COMPUTE_MANAGED_PCI_DEVICE CUSTOM_A CUSTOM__B",
                "hw_gpu_api_vulkan|COMPUTE_MANAGED_PCI_DEVICE CUSTOM_HW_GPU_API_VULKAN",
                "custom_x,,x|COMPUTE_MANAGED_PCI_DEVICE CUSTOM_X",
            })
    void normalisesTraits(String asked, String names) {
        assertThat(gpu(Map.of("traits", asked)).providers().get(0).traits())
                .extracting(Object::toString)
                .containsExactly(names.split(" "));
    }

    @Test
    void marksLiveMigratableDevices() {
        assertThat(gpu(Map.of("live_migratable", "yes")).providers().get(0).traits())
                .extracting(Object::toString)
                .containsExactly("COMPUTE_MANAGED_PCI_DEVICE", "HW_PCI_LIVE_MIGRATABLE");
    }

    @Test
    void leavesDevicesOfAPhysicalNetworkToTheNetworkService() {
        Map<String, Object> overlay = new TreeMap<>(Map.of("product_id", "1db6"));
        overlay.put("physical_network", null);

        assertThat(providers(List.of(Map.of("product_id", "10ed", "physical_network", "physnet1"), overlay))
                        .providers())
                .extracting(DeviceProvider::name)
                .containsExactly("cmp1_0000:3B:00.0");
    }

    @Test
    void refusesAPhysicalFunctionTogetherWithItsChildren() {
        assertThat(codes(List.of(Map.of("address", "0000:81:00.0"))))
                .containsExactly("0000:81:10.0 PF_WITH_CHILDREN", "0000:81:10.1 PF_WITH_CHILDREN");
    }

    @Test
    void takesDevnameWhereTheNetworkServiceHandsTheDevicesOut() {
        DeviceProviders devices = providers(Map.of("devname", "ens1f0", "physical_network", "physnet1"));

        assertThat(devices.refusals()).isEmpty();
        assertThat(devices.providers()).isEmpty();
        assertThat(codes(Map.of("devname", "ens1f0", "physical_network", ""))).contains("entry 0 DEVNAME");
    }

    @Test
    void refusesChildrenOfOneParentThatDiffer() {
        Map<String, Object> first = Map.of("address", "0000:81:10.0", "resource_class", "gold", "traits", "a");

        assertThat(codes(List.of(first, Map.of("address", "0000:81:10.1", "resource_class", "silver", "traits", "a"))))
                .containsExactly("0000:81:10.1 MIXED_CLASSES");
        assertThat(codes(List.of(first, Map.of("address", "0000:81:10.1", "resource_class", "gold", "traits", "b"))))
                .containsExactly("0000:81:10.1 MIXED_TRAITS");
    }

    @Test
    void refusesAllThatIsWrongAtOnce() {
        HostDevices host = TestingDevices.host(List.of(
                "0000:01:00.0 type-VF 8086:10ed",
                "0000:02:10.0 type-VF 8086:10ee 0000:02:00.0",
                "0000:03:00.0 type-PCI 10de:1db6"));

        assertThat(codes(
                        List.of(
                                Map.of("product_id", "10ed"),
                                Map.of("product_id", "10ee", "one_time_use", "true"),
                                Map.of("devname", "ens1f0"),
                                Map.of("resource_class", "CUSTOM_A-B", "traits", "CUSTOM_ä")),
                        host))
                .containsExactly(
                        "entry 2 DEVNAME",
                        "0000:01:00.0 NO_PARENT",
                        "0000:02:10.0 ONE_TIME_USE_CHILD",
                        "0000:03:00.0 INVALID_NAME",
                        "0000:03:00.0 INVALID_NAME");
    }

    private static DeviceProviders gpu(Map<String, Object> tags) {
        Map<String, Object> entry = new TreeMap<>(tags);
        entry.put("product_id", "1db6");
        return providers(entry);
    }

    private static DeviceProviders providers(Object config) {
        return providers(config, TestingDevices.host());
    }

    private static DeviceProviders providers(Object config, HostDevices host) {
        DeviceSpec spec = DeviceSpec.parse(config).spec().orElseThrow();
        return DeviceProviders.of("cmp1", spec, spec.offered(host));
    }

    private static List<String> codes(Object config) {
        return codes(config, TestingDevices.host());
    }

    private static List<String> codes(Object config, HostDevices host) {
        return providers(config, host).refusals().stream()
                .map(refusal -> refusal.subject() + " " + refusal.code())
                .toList();
    }
}

package dev.berth.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.HostKey;
import dev.berth.events.model.Limits;
import org.junit.jupiter.api.Test;

/** The schemas are files of their own, so they say the model's limits again; here they are held together. */
final class LimitsInSchemasTest {
    @Test
    void allowNamesAsLongAsTheModelDoes() {
        assertThat(lengthMax("post-resource_providers-1.14.json", "name")).isEqualTo(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThat(lengthMax("put-resource_provider-1.14.json", "name")).isEqualTo(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThat(lengthMax("put-allocations-1.38.json", "project_id")).isEqualTo(Limits.OWNER_LENGTH_MAX);
        assertThat(lengthMax("put-allocations-1.38.json", "user_id")).isEqualTo(Limits.OWNER_LENGTH_MAX);
        assertThat(lengthMax("put-allocations-1.38.json", "consumer_type")).isEqualTo(Limits.SYMBOL_LENGTH_MAX);
    }

    @Test
    void allowGuestsAndRequestsAsLargeAsTheModelDoes() {
        assertThat(number("put-allocations-extension-1.0.json", "/properties/pci/maxItems"))
                .isEqualTo(Limits.COMMAND_DEVICE_REQUESTS_MAX);
        assertThat(number("put-allocations-extension-1.0.json", "/properties/pci/items/properties/count/maximum"))
                .isEqualTo(Limits.REQUEST_DEVICES_MAX);
        assertThat(number("put-allocations-extension-1.0.json", "/properties/numa/properties/cells/maximum"))
                .isEqualTo(Limits.GUEST_CELLS_MAX);
        assertThat(number("put-allocations-extension-1.0.json", "/properties/numa/properties/parts/maxItems"))
                .isEqualTo(Limits.GUEST_CELLS_MAX);
        assertThat(number("put-allocations-extension-1.0.json", "/properties/numa/properties/memory_mb/maximum"))
                .isEqualTo(Limits.CELL_MEMORY_MB_MAX);
        assertThat(number("put-pci-flavor-1.0.json", "/properties/match/maxItems"))
                .isEqualTo(Limits.ALTERNATIVES_MAX);
        assertThat(number("put-pci-flavor-1.0.json", "/properties/match/items/maxProperties"))
                .isEqualTo(Limits.ATTRIBUTES_MAX);
        assertThat(number("put-pci-flavor-1.0.json", "/properties/description/maxLength"))
                .isEqualTo(Limits.DESCRIPTION_LENGTH_MAX);
    }

    @Test
    void allowRatiosAsLargeAsTheModelDoes() {
        assertThat(SchemaFile.read("put-inventory-1.0.json")
                        .document()
                        .at("/properties/allocation_ratio/maximum")
                        .doubleValue())
                .isEqualTo(Limits.ALLOCATION_RATIO_MAX);
    }

    @Test
    void allowImportsAsLargeAsTheModelDoes() {
        String imported = "post-import-1.0.json";
        assertThat(number(imported, "/properties/resource_classes/maxItems")).isEqualTo(Limits.IMPORTED_NAMES_MAX);
        assertThat(number(imported, "/properties/traits/maxItems")).isEqualTo(Limits.IMPORTED_NAMES_MAX);
        assertThat(number(imported, "/properties/providers/maxItems")).isEqualTo(Limits.IMPORTED_PROVIDERS_MAX);
        assertThat(number(imported, "/properties/consumers/maxItems")).isEqualTo(Limits.COMMAND_CONSUMERS_MAX);
        String provider = "/properties/providers/items/properties/";
        assertThat(number(imported, provider + "name/maxLength")).isEqualTo(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThat(number(imported, provider + "inventories/maxProperties")).isEqualTo(Limits.PROVIDER_CLASSES_MAX);
        assertThat(number(imported, provider + "traits/maxItems")).isEqualTo(Limits.PROVIDER_TRAITS_MAX);
        assertThat(number(imported, provider + "aggregates/maxItems")).isEqualTo(Limits.PROVIDER_AGGREGATES_MAX);
        String consumer = "/properties/consumers/items/properties/";
        assertThat(number(imported, consumer + "project_id/maxLength")).isEqualTo(Limits.OWNER_LENGTH_MAX);
        assertThat(number(imported, consumer + "user_id/maxLength")).isEqualTo(Limits.OWNER_LENGTH_MAX);
    }

    @Test
    void allowReportsAsLargeAsTheModelDoes() {
        String report = "post-host-report-1.0.json";
        assertThat(number(report, "/properties/providers/maxItems")).isEqualTo(Limits.TREE_PROVIDERS_MAX);
        assertThat(number(report, "/properties/numa_cells/maxItems")).isEqualTo(Limits.HOST_CELLS_MAX);
        assertThat(number(report, "/properties/devices/maxItems")).isEqualTo(Limits.HOST_DEVICES_MAX);
        String provider = "/properties/providers/items/properties/";
        assertThat(number(report, provider + "name/maxLength")).isEqualTo(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThat(number(report, provider + "inventories/maxProperties")).isEqualTo(Limits.PROVIDER_CLASSES_MAX);
        assertThat(number(report, provider + "traits/maxItems")).isEqualTo(Limits.PROVIDER_TRAITS_MAX);
        assertThat(number(report, provider + "traits/items/maxLength")).isEqualTo(Limits.SYMBOL_LENGTH_MAX);
        String cell = "/properties/numa_cells/items/properties/";
        assertThat(number(report, cell + "cpuset/maxItems")).isEqualTo(Limits.CELL_CPUS_MAX);
        assertThat(number(report, cell + "siblings/maxItems")).isEqualTo(Limits.CELL_CPUS_MAX);
        assertThat(number(report, cell + "memory/maximum")).isEqualTo(Limits.CELL_MEMORY_MB_MAX);
        assertThat(number(report, cell + "mempages/maxItems")).isEqualTo(Limits.CELL_PAGE_SIZES_MAX);
        String tags = "/properties/devices/items/properties/tags/";
        assertThat(number(report, tags + "maxProperties")).isEqualTo(Limits.ATTRIBUTES_MAX);
        assertThat(number(report, tags + "additionalProperties/anyOf/0/maxLength"))
                .isEqualTo(Limits.ATTRIBUTE_LENGTH_MAX);
        assertThat(number(report, tags + "additionalProperties/anyOf/1/maxItems"))
                .isEqualTo(Limits.ATTRIBUTES_MAX);
        assertThat(number("put-enrolment-1.0.json", "/properties/user/maxLength"))
                .isEqualTo(Limits.OWNER_LENGTH_MAX);
        assertThat(number("put-drain-1.0.json", "/properties/reason/maxLength")).isEqualTo(Limits.REASON_LENGTH_MAX);
        assertThat(number("delete-host-query-1.0.json", "/properties/force/maxLength"))
                .isEqualTo(Limits.REASON_LENGTH_MAX);
        assertThat(number("delete-allocations-query-1.0.json", "/properties/reason/maxLength"))
                .isEqualTo(Limits.REASON_LENGTH_MAX);
        assertThat(number("put-host-name-1.0.json", "/properties/name/maxLength"))
                .isEqualTo(Limits.PROVIDER_NAME_LENGTH_MAX);
        assertThat(number("put-enrolment-1.0.json", "/properties/key/maxLength"))
                .isEqualTo(2 * HostKey.LENGTH);
    }

    private static long lengthMax(String file, String property) {
        return number(file, "/properties/" + property + "/maxLength");
    }

    private static long number(String file, String place) {
        return SchemaFile.read(file).document().at(place).longValue();
    }
}

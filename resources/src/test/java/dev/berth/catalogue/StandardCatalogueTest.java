package dev.berth.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StandardCatalogueTest {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    @Test
    void listsResourceClassesInTheOrderOfTheirIdentifiers() {
        List<String> classes = StandardCatalogue.resourceClasses();

        assertThat(classes).startsWith("VCPU", "MEMORY_MB", "DISK_GB", "PCI_DEVICE", "SRIOV_NET_VF");
        assertThat(classes).doesNotHaveDuplicates().hasSize(21).allMatch(NAME.asMatchPredicate());
        assertThat(classes.indexOf("PGPU")).isEqualTo(17);
    }

    @Test
    void knowsEachStandardTraitAndNoCustomOne() {
        assertThat(StandardCatalogue.traits()).hasSizeGreaterThan(350).allMatch(NAME.asMatchPredicate());
        assertThat(StandardCatalogue.traits()).noneMatch(name -> name.startsWith(StandardCatalogue.CUSTOM_PREFIX));
        assertThat(StandardCatalogue.isStandardTrait("HW_NIC_SRIOV")).isTrue();
        assertThat(StandardCatalogue.isStandardTrait("CUSTOM_GOLD")).isFalse();
    }
}

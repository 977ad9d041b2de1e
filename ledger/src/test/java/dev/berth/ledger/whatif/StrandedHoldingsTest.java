package dev.berth.ledger.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.state.RegionView;
import org.junit.jupiter.api.Test;

/** Whom a change would strand, cause by cause. */
class StrandedHoldingsTest {
    private static final String TWO_ON_ONE_HOST = """
            provider cn1
            inventory cn1@0 VCPU=8 MEMORY_MB=64
            provider cn2
            inventory cn2@0 VCPU=8
            claim vm1@- cn1:VCPU=4
            claim vm2@- cn1:VCPU=2,MEMORY_MB=8""";
    private static final String HOST = """
            report cn1 VCPU=8 MEMORY_MB=64 and nic0 under cn1 CUSTOM_NIC=1 offers 81:00.0/resource_class=CUSTOM_NIC
            claim vm1@- cn1:VCPU=4
            claim vm2@- cn1:VCPU=2 nic0:CUSTOM_NIC=1""";

    private final WhatIfText text = new WhatIfText();

    private String stranded(String region, String hypothesis) {
        RegionView base = text.region(region);
        return text.stranded(text.hypothesis(base, hypothesis));
    }

    @Test
    void namesAllWhoHoldOfAClassOfWhichThereWouldBeTooLittle() {
        assertThat(stranded(TWO_ON_ONE_HOST, "inventory cn1 VCPU=5 MEMORY_MB=64"))
                .isEqualTo("""
                vm1 CAPACITY_EXCEEDED cn1 VCPU 4 of 6/5
                vm2 CAPACITY_EXCEEDED cn1 VCPU 2 of 6/5""");
    }

    @Test
    void namesNobodyForWhatIsNotWorseThanBefore() {
        String overfull = TWO_ON_ONE_HOST + "\ninventory cn1 VCPU=4 MEMORY_MB=64";
        assertThat(stranded(overfull, "inventory cn1 VCPU=5 MEMORY_MB=64")).isEmpty();
        assertThat(stranded(overfull.replace("VCPU=4 M", "VCPU=5 M"), "inventory cn1 VCPU=4 MEMORY_MB=64"))
                .contains("vm1 CAPACITY_EXCEEDED cn1 VCPU 4 of 6/4");
    }

    @Test
    void namesThoseWhoseAmountsWouldNotBeGivenAnyMore() {
        assertThat(stranded(TWO_ON_ONE_HOST, "inventory cn1 VCPU=8/max=3 MEMORY_MB=64"))
                .isEqualTo("vm1 UNIT_CONSTRAINT_VIOLATED cn1 VCPU 4 of 6/8");
    }

    @Test
    void namesThoseWhoAreInTheWayOfARefusedRemoval() {
        assertThat(stranded(TWO_ON_ONE_HOST, "delete cn1")).isEqualTo("""
                vm1 PROVIDER_REMOVED cn1 VCPU 4 of 6/0
                vm2 PROVIDER_REMOVED cn1 MEMORY_MB 8 of 8/0
                vm2 PROVIDER_REMOVED cn1 VCPU 2 of 6/0""");
        assertThat(stranded(TWO_ON_ONE_HOST, "drop-inventory cn1 MEMORY_MB"))
                .isEqualTo("vm2 INVENTORY_REMOVED cn1 MEMORY_MB 8 of 8/0");
        assertThat(stranded(TWO_ON_ONE_HOST, "inventory cn1 VCPU=8"))
                .isEqualTo("vm2 INVENTORY_REMOVED cn1 MEMORY_MB 8 of 8/0");
        assertThat(stranded(TWO_ON_ONE_HOST, "delete cn2")).isEmpty();
    }

    @Test
    void namesThoseWhoLoseWhatTheyHoldOfARemovedHost() {
        String all = """
                vm1 PROVIDER_REMOVED cn1 VCPU 4 of 6/0
                vm2 PROVIDER_REMOVED cn1 81:00.0
                vm2 PROVIDER_REMOVED cn1 VCPU 2 of 6/0
                vm2 PROVIDER_REMOVED nic0 CUSTOM_NIC 1 of 1/0""";
        assertThat(stranded(HOST, "remove cn1 for age").replace("0000:", "")).isEqualTo(all);
        assertThat(stranded(HOST, "remove cn1").replace("0000:", "")).isEqualTo(all);
    }

    @Test
    void namesNobodyWhomTheHypothesisMovesAwayFirstOrElsewhereAfterwards() {
        assertThat(stranded(TWO_ON_ONE_HOST, """
                claim vm1@1 cn2:VCPU=4
                release vm2
                delete cn1""")).isEmpty();
        assertThat(stranded(HOST, """
                provider cn2
                inventory cn2@0 VCPU=8
                remove cn1 for age
                claim vm1@- cn2:VCPU=4""")).doesNotContain("vm1").contains("vm2");
    }

    @Test
    void namesThoseOnADrainedHost() {
        assertThat(stranded(HOST, "drain cn1 age")).isEqualTo("""
                vm1 HOST_DRAINED cn1
                vm2 HOST_DRAINED cn1""");
        assertThat(stranded(HOST + "\ndrain cn1 age", "drain cn1 disks")).isEmpty();
    }

    @Test
    void namesThoseWhoseDevicesAreGoneOrOutOfService() {
        assertThat(stranded(HOST, "device cn1 81:00.0 fail no-link").replace("0000:", ""))
                .isEqualTo("vm2 DEVICE_OUT_OF_SERVICE cn1 81:00.0");
        assertThat(stranded(HOST, "report cn1 VCPU=8 MEMORY_MB=64").replace("0000:", ""))
                .isEqualTo("""
                        vm2 DEVICE_REMOVED cn1 81:00.0
                        vm2 PROVIDER_REMOVED nic0 CUSTOM_NIC 1 of 1/0""");
        assertThat(stranded(
                        HOST,
                        "report cn1 MEMORY_MB=64 and nic0 under cn1 CUSTOM_NIC=1 offers"
                                + " 81:00.0/resource_class=CUSTOM_NIC"))
                .isEqualTo("""
                        vm1 INVENTORY_REMOVED cn1 VCPU 4 of 6/0
                        vm2 INVENTORY_REMOVED cn1 VCPU 2 of 6/0""");
    }

    @Test
    void namesGuestsWhoseCellsWouldNotHoldThem() {
        String host = """
                report cn1 VCPU=16 MEMORY_MB=8192 and cells 0=0:0,1,2,3+4,5:4096 1=1:8,9,10,11+12,13:4096
                claim vm1@- cn1:VCPU=2 numa cn1 2:2048
                claim vm2@- cn1:VCPU=2 numa cn1 2:1024""";
        assertThat(stranded(
                        host,
                        "report cn1 VCPU=16 MEMORY_MB=8192 and cells 0=0:0,1,2,3+4,5:4096"
                                + " 1=1:8,9,10,11+12,13:4096"))
                .isEmpty();
        assertThat(stranded(
                        host,
                        "report cn1 VCPU=16 MEMORY_MB=8192"
                                + " and cells 0=0:0,1,2,3+4,5:1024 1=1:8,9,10,11+12,13:1024"))
                .isEqualTo("vm1 CELLS_NOT_FITTED cn1");
        assertThat(stranded(host, "report cn1 VCPU=16 MEMORY_MB=8192")).isEqualTo("""
                vm1 CELLS_NOT_FITTED cn1
                vm2 CELLS_NOT_FITTED cn1""");
    }
}

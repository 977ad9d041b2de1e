package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a history tells of a log, written as scenarios are. */
final class RegionHistoryTest {
    @Test
    void tellsOfAProviderFromWhichValueToWhich() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8
                traits cn1@1 HW_CPU_X86_AVX2
                claim vm1@- cn1:VCPU=4
                inventory cn1@3 VCPU=4/reserved=1
                claim vm2@- cn1:VCPU=4
                release vm1""");
        assertThat(log.history(new Subject.OfProvider(log.symbols.provider("cn1"))))
                .isEqualTo("""
                0@0 CREATE_PROVIDER
                  provider cn1: generation none -> 0
                  provider cn1: name none -> cn1
                0@1 REPLACE_INVENTORIES
                  provider cn1: generation 0 -> 1
                  provider cn1: inventory VCPU allocation_ratio none -> 1.0
                  provider cn1: inventory VCPU max_unit none -> 2147483647
                  provider cn1: inventory VCPU min_unit none -> 1
                  provider cn1: inventory VCPU reserved none -> 0
                  provider cn1: inventory VCPU step_size none -> 1
                  provider cn1: inventory VCPU total none -> 8
                0@2 REPLACE_TRAITS
                  provider cn1: generation 1 -> 2
                  provider cn1: trait HW_CPU_X86_AVX2 none -> true
                0@3 CLAIM_ALLOCATIONS
                  consumer vm1: VCPU of provider cn1 none -> 4
                  provider cn1: generation 2 -> 3
                  provider cn1: used VCPU none -> 4
                0@4 REPLACE_INVENTORIES
                  provider cn1: generation 3 -> 4
                  provider cn1: inventory VCPU reserved 0 -> 1
                  provider cn1: inventory VCPU total 8 -> 4
                0@5 CLAIM_ALLOCATIONS refused CAPACITY_EXCEEDED (provider=cn1, resource_class=VCPU, requested=4, \
                used=4, capacity=3)
                0@6 RELEASE_ALLOCATIONS
                  consumer vm1: VCPU of provider cn1 4 -> none
                  provider cn1: used VCPU 4 -> none
                """);
    }

    @Test
    void tellsOfAConsumerWhatItHeldAndWhatItWasRefused() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8
                provider cn2
                inventory cn2@0 VCPU=8
                claim vm1@- cn1:VCPU=4 project p
                claim vm1@- cn2:VCPU=4 project p
                claim vm1@1 cn2:VCPU=4 project p
                claim vm2@- cn2:VCPU=1 project p""");
        assertThat(log.history(new Subject.OfConsumer(log.symbols.consumer("vm1"))))
                .isEqualTo("""
                0@4 CLAIM_ALLOCATIONS
                  consumer vm1: VCPU of provider cn1 none -> 4
                  consumer vm1: generation none -> 1
                  consumer vm1: project none -> p
                  consumer vm1: user none -> user
                0@5 CLAIM_ALLOCATIONS refused CONSUMER_GENERATION_CONFLICT (consumer=vm1, expected=null, actual=1)
                0@6 CLAIM_ALLOCATIONS
                  consumer vm1: VCPU of provider cn2 none -> 4
                  consumer vm1: VCPU of provider cn1 4 -> none
                  consumer vm1: generation 1 -> 2
                """);
        assertThat(log.history(Subject.Kind.PROJECT, "p"))
                .contains("consumer vm2: VCPU of provider cn2 none -> 1", "refused CONSUMER_GENERATION_CONFLICT");
        assertThat(log.history(Subject.Kind.PROJECT, "other")).isEmpty();
    }

    @Test
    void tellsOfADeviceOnTheHostThatIsMeantAndWhoHeldIt() {
        ToldLog log = new ToldLog("""
                report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
                report cn2 VCPU=8 and nic2 under cn2 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
                claim vm1@- nic0:CUSTOM_PCI_8086_10ED=1
                device cn1 81:00.1 drain memory-errors
                device cn3 81:00.1 drain not-there
                report cn2 VCPU=4""");
        String all = log.history(Subject.Kind.DEVICE, "0000:81:00.1");
        String first = log.history(Subject.of(
                Subject.Kind.DEVICE,
                "0000:81:00.1",
                Optional.of(log.symbols.provider("cn1").toString())));
        assertThat(all)
                .contains("0@2 CLAIM_ALLOCATIONS", "consumer none -> vm1", "reason none -> memory-errors")
                .contains("0@4 CHANGE_DEVICE refused DEVICE_NOT_FOUND")
                .contains("device 0000:81:00.1 of host cn2: state available -> none");
        assertThat(first)
                .contains("state available -> ", "reason none -> memory-errors")
                .doesNotContain("cn2", "refused");
        assertThat(log.history(Subject.Kind.DEVICE, "0000:81:00.2")).isEmpty();
    }

    @Test
    void tellsOfAHostWithItsTreeAndWhoIsOnIt() {
        ToldLog log = new ToldLog("""
                report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
                report cn2 VCPU=8
                claim vm1@- nic0:CUSTOM_PCI_8086_10ED=1 and vm2@- cn2:VCPU=1
                drain cn1 new kernel
                claim vm3@- nic0:CUSTOM_PCI_8086_10ED=1""");
        String told = log.history(new Subject.OfHost(log.symbols.provider("cn1")));
        assertThat(told)
                .contains("provider nic0: inventory CUSTOM_PCI_8086_10ED total none -> 1")
                .contains("consumer vm1: CUSTOM_PCI_8086_10ED of provider nic0 none -> 1")
                .contains("host cn1: drained none -> new kernel")
                .contains("0@4 CLAIM_ALLOCATIONS refused HOST_DRAINED")
                .doesNotContain("cn2", "vm2");
    }

    @Test
    void tellsOfFlavorsAndClasses() {
        ToldLog log = new ToldLog("""
                flavor a100 vendor_id=10de
                flavor a100@0 vendor_id=10de,product_id=20b0
                drop-flavor a100
                class CUSTOM_GOLD
                provider cn1
                inventory cn1@0 CUSTOM_GOLD=3
                drop-class CUSTOM_GOLD
                claim vm1@- cn1:CUSTOM_GOLD=9
                drop-inventory cn1 CUSTOM_GOLD
                drop-class CUSTOM_GOLD""");
        assertThat(log.history(Subject.Kind.FLAVOR, "a100")).isEqualTo("""
                0@0 CREATE_FLAVOR
                  flavor a100: alternatives none -> [vendor_id=10de]
                  flavor a100: generation none -> 0
                0@1 REPLACE_FLAVOR
                  flavor a100: alternatives [vendor_id=10de] -> [product_id=20b0,vendor_id=10de]
                  flavor a100: generation 0 -> 1
                0@2 DELETE_FLAVOR
                  flavor a100: alternatives [product_id=20b0,vendor_id=10de] -> none
                  flavor a100: generation 1 -> none
                """);
        assertThat(log.history(Subject.Kind.CLASS, "CUSTOM_GOLD"))
                .contains("0@3 CREATE_RESOURCE_CLASS", "class CUSTOM_GOLD: there none -> true")
                .contains("provider cn1: inventory CUSTOM_GOLD total none -> 3")
                .contains("0@6 DELETE_RESOURCE_CLASS refused RESOURCE_CLASS_IN_USE")
                .contains("provider cn1: inventory CUSTOM_GOLD total 3 -> none")
                .contains("class CUSTOM_GOLD: there true -> none")
                .doesNotContain("0@7");
    }

    /** What had waited is told in the order in which it was decided, each by itself. */
    @Test
    void tellsOneByOneWhatHadWaitedBehindAStop() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8""");
        log.addUnreadable();
        log.add("claim vm1@- cn1:VCPU=4");
        log.add("claim vm1@1 cn1:VCPU=2");
        log.add("skip 2");
        assertThat(log.history(new Subject.OfConsumer(log.symbols.consumer("vm1"))))
                .contains("0@3 CLAIM_ALLOCATIONS", "VCPU of provider cn1 none -> 4")
                .contains("0@4 CLAIM_ALLOCATIONS", "VCPU of provider cn1 4 -> 2");
    }

    @Test
    void refusesIdsThatAreNone() {
        for (Subject.Kind kind : Subject.Kind.values()) {
            assertThatThrownBy(() -> Subject.of(kind, "", Optional.empty()))
                    .as(kind.text())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("expected ");
        }
        assertThatThrownBy(() -> Subject.of(Subject.Kind.HOST, "1-1-1-1-1", Optional.empty()))
                .hasMessageContaining("expected the UUID of a host but got \"1-1-1-1-1\"");
        assertThatThrownBy(() -> Subject.of(Subject.Kind.FLAVOR, "a", Optional.of("x")))
                .hasMessageContaining("a device alone");
    }

    /** Whoever took something away should have said why. */
    @Test
    void tellsWhyACommandWasSentWhereItSaysSo() {
        ToldLog log = new ToldLog("""
                provider cn1
                inventory cn1@0 VCPU=8
                claim vm1@- cn1:VCPU=4
                release vm1 for nobody knows it""");
        RegionHistory history = new RegionHistory(Region.DEFAULT, new Subject.OfConsumer(log.symbols.consumer("vm1")));
        ConsumerWhy why = new ConsumerWhy(Region.DEFAULT, log.symbols.consumer("vm1"));
        List<HistoryEntry> told = new ArrayList<>();
        for (LogEntry entry : log.entries) {
            told.addAll(history.take(entry));
            why.take(entry);
        }
        assertThat(told)
                .extracting(HistoryEntry::reason)
                .containsExactly(Optional.empty(), Optional.of("nobody knows it"));
        assertThat(why.answer(1).orElseThrow().reason()).contains("nobody knows it");
    }
}

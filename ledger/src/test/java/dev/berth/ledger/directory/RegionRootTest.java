package dev.berth.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is found in the directories of a region. */
final class RegionRootTest {
    private final TestingState state = new TestingState("""
            report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
            report cn2 VCPU=8
            traits cn2@1 HW_CPU_X86_AVX2
            claim vm1@- cn2:VCPU=4 project p1
            claim vm2@- nic0:CUSTOM_PCI_8086_10ED=1 and vm3@- cn2:VCPU=1 project p2
            flavor a100 vendor_id=10de
            class CUSTOM_GOLD
            drain cn1 new kernel""");

    @Test
    void hasADirectoryForEachKindOfThing() {
        assertThat(names("/"))
                .containsExactly(
                        "classes",
                        "consumers",
                        "devices",
                        "flavors",
                        "hosts",
                        "projects",
                        "providers",
                        "region",
                        "rules",
                        "traits",
                        "trees");
        assertThat(names("trees")).containsExactly("cn1", "cn2");
        assertThat(names("trees/cn1/children")).containsExactly("nic0");
        assertThat(names("classes")).contains("VCPU", "CUSTOM_GOLD", "CUSTOM_PCI_8086_10ED");
        assertThat(named("providers")).containsExactlyInAnyOrder("cn1", "cn2", "nic0");
        assertThat(named("consumers")).containsExactlyInAnyOrder("vm1", "vm2", "vm3");
        assertThat(named("hosts")).containsExactlyInAnyOrder("cn1", "cn2");
        assertThat(names("projects")).contains("p1", "p2");
        assertThat(named("projects/p1/consumers")).containsExactly("vm1");
    }

    @Test
    void findsAProviderByNameAndByIdWithAllThatBelongsToIt() {
        assertThat(found("providers/cn2").path())
                .isEqualTo(found("providers/" + id("cn2")).path());
        assertThat(found("providers/" + id("cn2").toUpperCase(Locale.ROOT)).label())
                .contains("cn2");
        assertThat(fields("providers/cn2"))
                .containsEntry("name", "cn2")
                .containsEntry("inventory VCPU total", 8L)
                .containsEntry("used VCPU", 5L)
                .containsEntry("trait HW_CPU_X86_AVX2", true);
        assertThat(names("providers/cn2"))
                .containsExactly("aggregates", "allocations", "children", "inventories", "traits", "usages");
        assertThat(fields("providers/cn2/inventories/VCPU"))
                .containsEntry("total", 8L)
                .containsEntry("capacity", 8L)
                .containsEntry("used", 5L);
        assertThat(fields("providers/cn2/usages/VCPU")).isEqualTo(ImmutableSortedMap.of("used", 5L));
        assertThat(named("providers/cn2/allocations")).containsExactlyInAnyOrder("vm1", "vm3");
        assertThat(fields("providers/cn2/allocations/" + state.symbols.consumer("vm1")))
                .isEqualTo(ImmutableSortedMap.of("VCPU", 4L));
        assertThat(names("providers/cn2/traits")).containsExactly("HW_CPU_X86_AVX2");
        assertThat(named("classes/VCPU/providers")).containsExactlyInAnyOrder("cn1", "cn2");
        assertThat(named("traits/HW_CPU_X86_AVX2/providers")).containsExactly("cn2");
    }

    @Test
    void showsConsumersHostsDevicesAndFlavors() {
        String vm2 = "consumers/" + state.symbols.consumer("vm2");
        assertThat(fields(vm2)).containsKey("CUSTOM_PCI_8086_10ED of provider " + id("nic0"));
        assertThat(fields(vm2 + "/allocations/" + id("nic0")))
                .isEqualTo(ImmutableSortedMap.of("CUSTOM_PCI_8086_10ED", 1L));
        assertThat(fields("hosts/cn1"))
                .containsEntry("drained", "new kernel")
                .containsEntry("drained_since_ms", 7_000L)
                .containsEntry("reported", true);
        assertThat(named("hosts/cn1/providers")).containsExactlyInAnyOrder("cn1", "nic0");
        assertThat(named("hosts/cn1/vouched")).containsExactlyInAnyOrder("cn1", "nic0");
        assertThat(fields("devices/cn1/0000:81:00.1"))
                .isEqualTo(fields("hosts/cn1/devices/0000:81:00.1"))
                .containsEntry("consumer", state.symbols.consumer("vm2").toString());
        assertThat(fields("flavors/a100")).containsEntry("alternative 0 vendor_id", "10de");
        assertThat(fields("classes/CUSTOM_GOLD"))
                .isEqualTo(ImmutableSortedMap.of("created_at_ms", 6_000L, "custom", true));
        assertThat(fields("projects/p1")).containsEntry("used VCPU", 4L).containsEntry("consumers", 1L);
        assertThat(fields("rules")).isEqualTo(ImmutableSortedMap.of("version", 1L));
        assertThat(fields("region")).containsEntry("position", "0@7").containsEntry("consumers", 3L);
    }

    @Test
    void saysWhereTheRegionHasStopped() {
        state.take(new LogEntry.Unreadable(state.next(), "seven is no schema", Sha256.NONE));
        state.take("release vm1");
        assertThat(fields("region"))
                .containsEntry("position", "0@7")
                .containsEntry("stopped_at", "0@8")
                .containsEntry("stopped_because", "seven is no schema")
                .containsEntry("waiting", 1L);
        assertThat(named("consumers")).contains("vm1");
    }

    /** The names are those of agents, who may not mean well. */
    @Test
    void leadsNobodyAstrayByNames() {
        ProviderId first = new ProviderId(new UUID(7, 1));
        ProviderId second = new ProviderId(new UUID(7, 2));
        ProviderId third = new ProviderId(new UUID(7, 3));
        create(first, second.toString());
        create(second, "..");
        create(third, "a/b\u202e");
        assertThat(found("providers/" + second).label()).contains("..");
        assertThat(names("trees"))
                .contains("%2E.", "a%2Fb%E2%80%AE")
                .contains("%30" + second.toString().substring(1));
        for (String name : names("trees")) {
            assertThat(found("trees/" + name).path().names()).containsExactly("trees", name);
        }
        assertThat(found("trees/a%2Fb%E2%80%AE").label()).contains(third.toString());
    }

    @Test
    void findsNothingWhereNothingIs() {
        for (String path : List.of(
                "nothing",
                "providers/cn9",
                "providers/" + new UUID(0, 0),
                "providers/cn2/inventories/MEMORY_MB",
                "providers/cn2/inventories/no class",
                "consumers/cn1",
                "devices/cn2",
                "devices/cn1/81:00.9",
                "projects/p9",
                "projects/p2/consumers/" + state.symbols.consumer("vm1"),
                "trees/nic0",
                "region/name")) {
            assertThat(NodePath.ROOT.to(path).in(root())).as(path).isEmpty();
        }
    }

    @Test
    void walksUpAndDownAsPathsDo() {
        NodePath at = NodePath.ROOT.to("providers/./cn2//traits");
        assertThat(at).hasToString("/providers/cn2/traits");
        assertThat(at.to("../../cn1")).hasToString("/providers/cn1");
        assertThat(at.to("/")).isEqualTo(NodePath.ROOT);
        assertThat(at.to("../../../../..")).isEqualTo(NodePath.ROOT);
    }

    private void create(ProviderId id, String name) {
        state.take(new CreateProvider(
                new CommandId(new UUID(9, id.value().getLeastSignificantBits())), id, name, Optional.empty()));
    }

    private StateNode root() {
        return RegionRoot.of(state.fold());
    }

    private NodePath.LocatedNode found(String path) {
        return NodePath.ROOT.to(path).in(root()).orElseThrow(() -> new AssertionError("nothing is at " + path));
    }

    private ImmutableSortedMap<String, Object> fields(String path) {
        return found(path).node().fields();
    }

    private List<String> names(String path) {
        return found(path).node().children().all().map(NamedNode::name).toList();
    }

    private List<String> named(String path) {
        return names(path).stream().map(state::named).toList();
    }

    private String id(String provider) {
        return state.symbols.provider(provider).toString();
    }
}

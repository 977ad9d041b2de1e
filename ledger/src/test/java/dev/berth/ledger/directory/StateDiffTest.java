package dev.berth.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionFold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is not the same in two states, written as scenarios are. */
final class StateDiffTest {
    private final TestingState state = new TestingState("""
            provider cn1
            inventory cn1@0 VCPU=8
            provider cn2
            inventory cn2@0 VCPU=8
            claim vm1@- cn1:VCPU=4""");

    @Test
    void tellsOfEachThingOnceWhatCameWentAndChanged() {
        state.take("claim vm1@1 cn2:VCPU=4").take("update cn1 named cn9").take("flavor a100 vendor_id=10de");
        assertThat(diff(5, 8, "/")).isEqualTo("""
                changed /consumers/vm1
                  VCPU of provider cn2 none -> 4
                  VCPU of provider cn1 4 -> none
                  generation 1 -> 2
                  updated_at_ms 4000 -> 5000
                added /flavors/a100
                  alternative 0 vendor_id none -> 10de
                  alternatives none -> [vendor_id=10de]
                  generation none -> 0
                changed /providers/cn2 (cn2)
                  generation 1 -> 2
                  updated_at_ms 3000 -> 5000
                  used VCPU none -> 4
                changed /providers/cn1 (cn9)
                  name cn1 -> cn9
                  updated_at_ms 4000 -> 6000
                  used VCPU 4 -> none
                """);
        assertThat(diff(8, 5, "/flavors")).startsWith("removed /flavors/a100\n");
    }

    @Test
    void tellsOfAPlaceAlone() {
        state.take("claim vm2@- cn2:VCPU=2").take("traits cn2@2 HW_CPU_X86_AVX2");
        assertThat(diff(5, 7, "/providers/cn1")).isEmpty();
        assertThat(diff(5, 7, "/providers/cn2"))
                .startsWith("changed /providers/cn2 (cn2)\n")
                .contains("trait HW_CPU_X86_AVX2 none -> true")
                .doesNotContain("vm2");
        assertThat(diff(5, 7, "/providers/cn2/traits")).isEqualTo("""
                added /providers/cn2/traits/HW_CPU_X86_AVX2
                  custom none -> false
                """);
        assertThat(diff(5, 7, "/providers/cn2/inventories")).isEqualTo("""
                changed /providers/cn2/inventories/VCPU
                  used 0 -> 2
                """);
        assertThat(diff(5, 7, "/trees/cn2")).contains("trait HW_CPU_X86_AVX2 none -> true");
    }

    @Test
    void tellsOfHostsAndDevicesAndWhoHasThem() {
        TestingState hosts = new TestingState("""
                report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF
                claim vm1@- nic0:CUSTOM_PCI_8086_10ED=1
                drain cn1 new kernel
                device cn1 81:00.1 drain memory-errors""");
        String told = changes(hosts, 1, 4, "/");
        assertThat(told)
                .contains("changed /devices/cn1/0000:81:00.1")
                .contains("  consumer none -> vm1\n", "  reason none -> memory-errors\n")
                .contains("changed /hosts/cn1 (cn1)\n  drained none -> new kernel\n  drained_since_ms none -> 2000\n")
                .contains("added /consumers/vm1\n", "  request of device 0000:81:00.1 of host cn1 none -> ");
        assertThat(changes(hosts, 2, 3, "/devices")).isEmpty();
    }

    @Test
    void tellsNothingOfCommandsThatChangedNothing() {
        state.take("claim vm9@- cn1:VCPU=9").take("release vm9");
        assertThat(diff(5, 7, "/")).isEmpty();
        assertThat(diff(5, 5, "/")).isEmpty();
    }

    /** What came and went again in between is no difference; a thing that was made again is. */
    @Test
    void tellsOfAThingThatWasMadeAgain() {
        state.take("provider cn3").take("delete cn3").take("provider cn3");
        assertThat(diff(6, 8, "/")).isEqualTo("""
                changed /providers/cn3 (cn3)
                  created_at_ms 5000 -> 7000
                  updated_at_ms 5000 -> 7000
                """);
        assertThat(diff(5, 7, "/")).isEmpty();
    }

    /** As the views of one log do, these share what is the same: of that not even the fields are made. */
    @Test
    void doesNotLookAtWhatIsTheVerySame() {
        AtomicInteger made = new AtomicInteger();
        Object shared = new Object();
        StateNode before = StateNode.thing(() -> counted(made, 1), NamedNodes.NONE, shared);
        StateNode after = StateNode.thing(() -> counted(made, 1), NamedNodes.NONE, shared);
        StateDiff.of(found(before), found(after), change -> made.addAndGet(100));
        assertThat(made).hasValue(0);
        StateNode other = StateNode.thing(() -> counted(made, 2), NamedNodes.NONE, new Object());
        StateDiff.of(found(before), found(other), change -> made.addAndGet(100));
        assertThat(made).hasValue(102);
    }

    private static ImmutableSortedMap<String, Object> counted(AtomicInteger made, long value) {
        made.incrementAndGet();
        return ImmutableSortedMap.of("value", value);
    }

    private static Optional<NodePath.LocatedNode> found(StateNode node) {
        return Optional.of(new NodePath.LocatedNode(NodePath.ROOT, Optional.empty(), node));
    }

    @Test
    void comparesALargeRegionInSeconds() {
        RegionFold before = large(state);
        TestingState after = state.take("claim vm1@1 cn2:VCPU=4");
        List<NodeChange> changes = new ArrayList<>();
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> StateDiff.of(
                        NodePath.ROOT.in(RegionRoot.of(before)),
                        NodePath.ROOT.in(RegionRoot.of(after.fold())),
                        changes::add));
        assertThat(changes).extracting(NodeChange::kind).containsOnly(NodeChange.Kind.CHANGED);
        assertThat(changes).hasSize(3);
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(NodePath.ROOT
                                .to("consumers")
                                .in(RegionRoot.of(before))
                                .orElseThrow()
                                .node()
                                .children()
                                .all())
                        .hasSize(CONSUMERS + 1));
    }

    private static final int CONSUMERS = 100_000;
    private static final int PORTION = 1_000;

    /** A hundred thousand consumers beside those that there are. */
    private static RegionFold large(TestingState state) {
        ProviderId cloud = state.symbols.provider("cloud");
        state.take("provider cloud").take("inventory cloud@0 VCPU=1000000");
        for (int i = 0; i < CONSUMERS; i += PORTION) {
            ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
            for (int j = i; j < i + PORTION; j++) {
                claims.add(new ConsumerClaim(
                        new ConsumerId(new UUID(0x2000, j)),
                        ExpectedConsumer.ABSENT,
                        "p" + j % 7,
                        "u",
                        Optional.empty(),
                        Allocations.of(cloud, ResourceClass.of("VCPU"), 1)));
            }
            state.take(new ClaimAllocations(new CommandId(new UUID(0x3000, i)), claims.build()));
        }
        assertThat(state.fold().view().consumers().size()).isEqualTo(CONSUMERS + 1);
        return state.fold();
    }

    private String diff(int from, int to, String path) {
        return changes(state, from, to, path);
    }

    private static String changes(TestingState state, int from, int to, String path) {
        StringBuilder text = new StringBuilder();
        NodePath at = NodePath.ROOT.to(path);
        StateDiff.of(at.in(RegionRoot.of(state.after(from))), at.in(RegionRoot.of(state.after(to))), change -> {
            text.append(change.kind().text()).append(' ').append(change.path());
            change.label().ifPresent(label -> text.append(" (").append(label).append(')'));
            text.append('\n');
            change.fields()
                    .forEach(field -> text.append("  ")
                            .append(field.field())
                            .append(' ')
                            .append(field.from().map(Object::toString).orElse("none"))
                            .append(" -> ")
                            .append(field.to().map(Object::toString).orElse("none"))
                            .append('\n'));
        });
        return state.named(text.toString());
    }
}

package dev.berth.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.berth.resource.Objection.Reason;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InventoriesTest {
    private static final Inventories NODE = Inventories.of(Map.of(
            IntegerResource.VCPU, new IntegerInventory(8, 0, 1, 8, 1, 16.0, 0),
            IntegerResource.MEMORY_MB, new IntegerInventory(4096, 512, 1, 4096, 1, 1.0, 0)));

    private static final Map<Resource<?, ?>, Amount> FITTING = ImmutableMap.of(
            IntegerResource.VCPU, new IntegerAmount(8), IntegerResource.MEMORY_MB, new IntegerAmount(1024));

    /** The scheduler's loop of the resource objects specification, as it reads there. */
    @Test
    void readsAsTheSchedulersLoop() {
        Map<Resource<?, ?>, Inventory> inventories = new TreeMap<>(NODE.byResource());
        for (Map.Entry<Resource<?, ?>, Amount> each : FITTING.entrySet()) {
            Resource<?, ?> resource = each.getKey();
            Amount amount = each.getValue();
            if (inventories.get(resource).canProvide(amount)) {
                inventories.put(
                        resource, inventories.get(resource).consume(amount).orElseThrow());
            }
        }
        assertThat(NODE.consume(FITTING))
                .isInstanceOfSatisfying(
                        Inventories.Outcome.Consumed.class,
                        consumed ->
                                assertThat(consumed.inventories().byResource()).isEqualTo(inventories));
    }

    /** The tracker's loop of the same specification: it adds what a guest uses, and takes away what one has used. */
    @Test
    void readsAsTheTrackersUpdateOfUsage() {
        Map<Resource<?, ?>, Inventory> inventories = new TreeMap<>(NODE.byResource());
        for (int sign : new int[] {1, -1}) {
            for (Map.Entry<Resource<?, ?>, Amount> each : FITTING.entrySet()) {
                Resource<?, ?> resource = each.getKey();
                Amount amount = sign > 0 ? each.getValue() : each.getValue().negate();
                inventories.put(
                        resource, inventories.get(resource).consume(amount).orElseThrow());
            }
        }
        assertThat(inventories).isEqualTo(NODE.byResource());
    }

    @Test
    void consumesAllOfARequestOrNothing() {
        Inventories.Outcome outcome = NODE.consume(
                Map.of(IntegerResource.VCPU, new IntegerAmount(1), IntegerResource.MEMORY_MB, new IntegerAmount(3585)));
        assertThat(outcome).isInstanceOfSatisfying(Inventories.Outcome.Lacking.class, refused -> {
            assertThat(refused.resource()).isEqualTo(IntegerResource.MEMORY_MB);
            assertThat(refused.objection().reason()).isEqualTo(Reason.CAPACITY);
        });
    }

    @Test
    void refusesAResourceThatThePlaceDoesNotHave() {
        assertThat(NODE.consume(Map.of(IntegerResource.DISK_GB, new IntegerAmount(1))))
                .isInstanceOfSatisfying(
                        Inventories.Outcome.Lacking.class,
                        refused -> assertThat(refused.objection().reason()).isEqualTo(Reason.NO_INVENTORY));
    }

    @Test
    void givesBackAWholeRequest() {
        Inventories.Outcome.Consumed consumed = (Inventories.Outcome.Consumed) NODE.consume(FITTING);
        TreeMap<Resource<?, ?>, Amount> back = new TreeMap<>(consumed.amounts());
        back.replaceAll((resource, amount) -> amount.negate());
        assertThat(consumed.inventories().consume(back))
                .isInstanceOfSatisfying(
                        Inventories.Outcome.Consumed.class,
                        restored -> assertThat(restored.inventories()).isEqualTo(NODE));
    }
}

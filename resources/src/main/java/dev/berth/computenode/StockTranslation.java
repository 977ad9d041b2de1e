package dev.berth.computenode;

import dev.berth.resource.Inventory;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Between one stock of a compute node record and the inventory of its class.
 *
 * @param reserved what the inventory holds back, in the units of the class
 * @param usedBase what the record counts as used on an idle node; for disk it is rounded down and {@code reserved} up
 * @param configuredRatio empty where not configured
 * @param initialRatio used where neither the record nor the configuration has a ratio
 */
record StockTranslation(
        IntegerResource resource, long reserved, long usedBase, OptionalDouble configuredRatio, double initialRatio) {
    /** Empty for a total of 0, which Placement would refuse: the class is then absent, and removed if it was there. */
    Optional<IntegerInventory> inventory(LegacyStock stock) {
        return stock.total() == 0
                ? Optional.empty()
                : Optional.of(new IntegerInventory(
                        stock.total(),
                        reserved,
                        1,
                        stock.total(),
                        1,
                        ratio(stock),
                        Math.max(0, stock.used() - usedBase)));
    }

    /**
     * The stock that the inventory says. What the inventory has not changed stays as the record had it, be it an
     * unset ratio or a usage below the reserve, so translating there and back is exact.
     */
    LegacyStock stock(LegacyStock stock, Optional<Inventory> inventory) {
        Optional<IntegerInventory> before = inventory(stock);
        if (inventory.equals(before)) {
            return stock;
        }
        if (inventory.isEmpty()) {
            return new LegacyStock(0, usedBase, stock.allocationRatio());
        }
        IntegerInventory after = integer(inventory.get());
        boolean isUsedAsBefore =
                before.filter(old -> old.used() == after.used()).isPresent();
        boolean isRatioAsBefore = ratio(stock) == after.allocationRatio();
        return new LegacyStock(
                after.total(),
                isUsedAsBefore ? stock.used() : after.used() + usedBase,
                isRatioAsBefore ? stock.allocationRatio() : OptionalDouble.of(after.allocationRatio()));
    }

    /** The ratio that holds: stored, else configured, else initial. */
    double ratio(LegacyStock stock) {
        double stored = stock.allocationRatio().orElse(0);
        return stored != 0 ? stored : configuredRatio.orElse(initialRatio);
    }

    private IntegerInventory integer(Inventory inventory) {
        if (inventory instanceof IntegerInventory counted) {
            return counted;
        }
        throw new IllegalArgumentException(
                "expected an integer inventory of " + resource.name() + " but got " + inventory);
    }
}

package dev.berth.ledger.candidate;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import java.util.List;
import java.util.Optional;

/**
 * What one provider has to bring: all of a suffixed group, or one class of the unsuffixed one. Names are the numbers of one forest.
 *
 * @param index groups that ask for the same share one need; needs are counted from 0
 * @param classes and the amounts of them, in one order
 * @param slots where the classes stand among all classes of the request
 * @param traitSets of each set the provider needs one trait; empty for the unsuffixed group, which is judged as a whole
 * @param inTree the root of the one tree that may serve
 * @param devices the PCI devices that the provider has to count, for a suffixed group that asks for some
 * @param isAlone whether the provider is judged alone, as for a suffixed group; otherwise what its tree's root is in counts for it
 */
record Need(
        int index,
        int[] classes,
        long[] amounts,
        int[] slots,
        int[][] traitSets,
        int[] forbiddenTraits,
        int[][] aggregateSets,
        int[] forbiddenAggregates,
        Optional<ProviderId> inTree,
        Optional<DeviceNeed> devices,
        boolean isAlone) {
    /** What it takes of a class of the request, by slot. */
    long amount(int slot) {
        for (int at = 0; at < slots.length; at++) {
            if (slots[at] == slot) {
                return amounts[at];
            }
        }
        return 0;
    }

    /** The trees in which some provider might meet the need; no tree that has one is left out. */
    long hint(Stand stand) {
        long word = stand.all();
        for (int at = 0; at < classes.length && word != 0; at++) {
            word &= stand.withRoomFor(classes[at], amounts[at]);
        }
        for (int at = 0; at < traitSets.length && word != 0; at++) {
            word &= withAnyTrait(stand, traitSets[at]);
        }
        for (int at = 0; at < aggregateSets.length && word != 0; at++) {
            word &= inAnyAggregate(stand, aggregateSets[at]);
        }
        return word == 0 || inTree.isEmpty() ? word : word & stand.bit(inTree.get());
    }

    static long withAnyTrait(Stand stand, int[] traits) {
        long any = 0;
        for (int trait : traits) {
            any |= stand.withTrait(trait);
        }
        return any;
    }

    static long inAnyAggregate(Stand stand, int[] aggregates) {
        long any = 0;
        for (int aggregate : aggregates) {
            any |= stand.inAggregate(aggregate);
        }
        return any;
    }

    /** Whether a member of the anchoring tree meets the need. */
    boolean isMetBy(Tree tree, int member) {
        return isSuitedBy(tree, member)
                && hasRoom(tree, rows(tree, member), 0)
                && isInRightAggregates(tree, member)
                && isRightHere(tree, member);
    }

    /** Whether a member could meet the need if it had enough and were in the aggregates: true of all trees of one layout or of none. */
    boolean isSuitedBy(Tree tree, int member) {
        for (int at = 0; at < classes.length; at++) {
            int row = tree.row(member, classes[at]);
            if (row == Tree.NONE || !tree.isInUnits(row, amounts[at])) {
                return false;
            }
        }
        return hasTraits(tree, member);
    }

    /** Whether the aggregates that a member of the anchoring tree is in let it meet the need. */
    boolean isInRightAggregates(Tree tree, int member) {
        return (isInAggregates(tree, member) || !isAlone && isInAggregates(tree, 0))
                && !isInForbiddenAggregate(tree, member)
                && (isAlone || !isInForbiddenAggregate(tree, 0));
    }

    /** Whether the member is where the need wants it to be met, and counts the devices that are asked for. */
    boolean isRightHere(Tree tree, int member) {
        return (inTree.isEmpty() || inTree.get().equals(tree.root()))
                && (devices.isEmpty() || devices.get().isMetBy(tree.id(member)));
    }

    /** Whether some provider of the anchoring tree, or one of those that share with it, meets the need. */
    boolean isMetIn(Tree anchor, List<SharingProvider> outside) {
        for (int member = 0; member < anchor.size(); member++) {
            if (isMetBy(anchor, member)) {
                return true;
            }
        }
        for (SharingProvider provider : outside) {
            if (provider.meets(this) && provider.tree() != anchor && admits(anchor)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a provider that shares what it has meets the need for trees that it is not in; see also {@link #admits}. */
    boolean isMetFromOutsideBy(Tree tree, int member) {
        return devices.isEmpty()
                && isSuitedBy(tree, member)
                && hasRoom(tree, rows(tree, member), 0)
                && isInAggregates(tree, member)
                && !isInForbiddenAggregate(tree, member)
                && (inTree.isEmpty() || isAlone && inTree.get().equals(tree.root()));
    }

    /** Whether the anchoring tree lets the need be met at all. */
    boolean admits(Tree anchor) {
        return isAlone || !isInForbiddenAggregate(anchor, 0);
    }

    /**
     * Whether the amounts are free.
     *
     * @param rows those of the classes, from a place on
     */
    boolean hasRoom(Tree tree, int[] rows, int from) {
        for (int at = 0; at < amounts.length; at++) {
            if (!tree.hasRoomFor(rows[from + at], amounts[at])) {
                return false;
            }
        }
        return true;
    }

    private int[] rows(Tree tree, int member) {
        int[] rows = new int[classes.length];
        for (int at = 0; at < rows.length; at++) {
            rows[at] = tree.row(member, classes[at]);
        }
        return rows;
    }

    private boolean hasTraits(Tree tree, int member) {
        for (int trait : forbiddenTraits) {
            if (tree.hasTrait(member, trait)) {
                return false;
            }
        }
        for (int[] any : traitSets) {
            if (!hasAnyTrait(tree, member, any)) {
                return false;
            }
        }
        return true;
    }

    static boolean hasAnyTrait(Tree tree, int member, int[] traits) {
        for (int trait : traits) {
            if (tree.hasTrait(member, trait)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInAggregates(Tree tree, int member) {
        for (int[] any : aggregateSets) {
            if (!isInAny(tree, member, any)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInForbiddenAggregate(Tree tree, int member) {
        return isInAny(tree, member, forbiddenAggregates);
    }

    static boolean isInAny(Tree tree, int member, int[] aggregates) {
        for (int aggregate : aggregates) {
            if (tree.isInAggregate(member, aggregate)) {
                return true;
            }
        }
        return false;
    }
}

package dev.berth.ledger.forest;

import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All trees of a region in order of their roots, in {@link TreeBlock}s of up to 64. A claim replaces one tree and its
 * block: about a microsecond. The order depends on what the region has, not on how it got it. Immutable.
 */
public final class Forest {
    public static final Forest EMPTY = new Forest(new TreeBlock[0], Symbols.NONE, TreeSet.empty());

    private static final Trait SHARES = Trait.of("MISC_SHARES_VIA_AGGREGATE");

    /** None of them is empty. */
    private final TreeBlock[] blocks;

    private final Symbols symbols;
    private final TreeSet<ProviderId> sharingRoots;

    private Forest(TreeBlock[] blocks, Symbols symbols, TreeSet<ProviderId> sharingRoots) {
        this.blocks = blocks;
        this.symbols = symbols;
        this.sharingRoots = sharingRoots;
    }

    public Symbols symbols() {
        return symbols;
    }

    /** How many blocks there are. */
    public int blocks() {
        return blocks.length;
    }

    /** How many trees there are. */
    public int trees() {
        return Arrays.stream(blocks).mapToInt(TreeBlock::size).sum();
    }

    public TreeBlock block(int at) {
        return blocks[at];
    }

    /** The tree with this root. */
    public Optional<Tree> tree(ProviderId root) {
        int at = blockOf(root);
        int bit = at < 0 ? -1 : blocks[at].position(root);
        return bit < 0 ? Optional.empty() : Optional.of(blocks[at].tree(bit));
    }

    /** Whether the member shares what it has with the trees that have a provider in one of its aggregates. */
    public static boolean shares(Tree tree, int member) {
        return tree.traits(member).contains(SHARES);
    }

    /** The trees that have a provider which {@link #shares}, in order. */
    public List<Tree> sharing() {
        List<Tree> trees = new ArrayList<>();
        sharingRoots.forEach(root -> trees.add(tree(root).orElseThrow()));
        return trees;
    }

    /**
     * This forest with a tree in it, in place of the one with its root if there is one.
     *
     * @param members all providers of the tree, the root first, each before what is below it, siblings by id
     */
    public Forest with(List<Provider> members, Tree.Room room) {
        Symbols known = symbols;
        for (Provider member : members) {
            known = known.with(member);
        }
        Tree tree = Tree.of(members, room, known);
        boolean shares = members.stream().anyMatch(member -> member.traits().contains(SHARES));
        return new Forest(
                blocksWith(tree), known, shares ? sharingRoots.add(tree.root()) : sharingRoots.remove(tree.root()));
    }

    /** This forest with the free amounts of some providers read again; it must have the trees of these roots. */
    public Forest withRoom(Map<ProviderId, List<ProviderId>> providersByRoot, Tree.Room room) {
        TreeBlock[] replaced = blocks.clone();
        providersByRoot.forEach((root, providers) -> {
            int at = blockOf(root);
            int bit = at < 0 ? -1 : replaced[at].position(root);
            if (bit < 0) {
                throw new IllegalStateException("expected a tree of " + root + " but there is none");
            }
            replaced[at] = replaced[at].replaced(bit, replaced[at].tree(bit).withRoom(providers, room));
        });
        return new Forest(replaced, symbols, sharingRoots);
    }

    /** This forest with other trees in the place of those of the same roots, which must be in it. */
    public Forest withTrees(Iterable<Tree> trees) {
        TreeBlock[] replaced = blocks.clone();
        for (Tree tree : trees) {
            int at = blockOf(tree.root());
            replaced[at] = replaced[at].replaced(replaced[at].position(tree.root()), tree);
        }
        return new Forest(replaced, symbols, sharingRoots);
    }

    /** This forest without the tree of the root, which must be in it. */
    public Forest without(ProviderId root) {
        int at = blockOf(root);
        TreeBlock rest = blocks[at].removed(blocks[at].position(root));
        return new Forest(rest.size() == 0 ? spliced(at) : spliced(at, rest), symbols, sharingRoots.remove(root));
    }

    private TreeBlock[] blocksWith(Tree fresh) {
        if (blocks.length == 0) {
            return new TreeBlock[] {TreeBlock.of(fresh)};
        }
        int at = Math.max(blockOf(fresh.root()), 0);
        TreeBlock block = blocks[at];
        Tree tree = block.sharingStructure(fresh);
        int bit = block.position(tree.root());
        if (bit >= 0) {
            TreeBlock[] replaced = blocks.clone();
            replaced[at] = block.replaced(bit, tree);
            return replaced;
        }
        int place = -bit - 1;
        if (block.size() < TreeBlock.MOST_TREES) {
            return spliced(at, block.inserted(place, tree));
        }
        // Trees that are added in order fill block after block; another tree cuts a full block into halves.
        int cut = place == block.size() ? block.size() : block.size() / 2;
        TreeBlock lower = block.from(0, cut);
        TreeBlock upper = block.from(cut, block.size());
        return place < cut || cut < block.size() && place == cut
                ? spliced(at, lower.inserted(place, tree), upper)
                : spliced(at, lower, upper.inserted(place - cut, tree));
    }

    /** The position of the block that has the root or would have it; -1 if the root comes before all blocks. */
    public int blockOf(ProviderId root) {
        int low = 0;
        int high = blocks.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].first().compareTo(root) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private TreeBlock[] spliced(int at, TreeBlock... instead) {
        TreeBlock[] spliced = Arrays.copyOf(blocks, blocks.length - 1 + instead.length);
        System.arraycopy(instead, 0, spliced, at, instead.length);
        System.arraycopy(blocks, at + 1, spliced, at + instead.length, blocks.length - at - 1);
        return spliced;
    }
}

package dev.berth.ledger.candidate.explain;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import java.util.List;
import java.util.Optional;

/** Where a tree is in its forest; the block knows what is shared with it. */
record TreeInBlock(TreeBlock block, int bit) {
    /** The tree with this root; empty if the forest has none. */
    static Optional<TreeInBlock> of(Forest forest, ProviderId root) {
        if (forest.tree(root).isEmpty()) {
            return Optional.empty();
        }
        TreeBlock block = forest.block(forest.blockOf(root));
        return Optional.of(new TreeInBlock(block, Long.numberOfTrailingZeros(block.bit(root))));
    }

    Tree tree() {
        return block.tree(bit);
    }

    /** Those of some providers that share with the tree. */
    List<SharingProvider> outside(List<SharingProvider> sharing) {
        return SharingProvider.reaching(sharing, SharingProvider.reach(sharing, block), bit);
    }
}

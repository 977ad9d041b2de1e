package dev.berth.auditor;

import dev.berth.events.model.Printable;
import dev.berth.ledger.directory.NodeChange;
import dev.berth.ledger.directory.NodePath;
import dev.berth.ledger.directory.RegionRoot;
import dev.berth.ledger.directory.StateDiff;
import dev.berth.ledger.directory.StateNode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One place in two states of a region.
 *
 * @param before empty if it was not there
 * @param after empty if it is not there
 */
public record StateComparison(Optional<NodePath.LocatedNode> before, Optional<NodePath.LocatedNode> after) {
    /**
     * Finds the place in both.
     *
     * @param typed a path from the root; a name in it means what it means in the later state, if it is there
     * @throws AuditFailedException if neither has such a place
     */
    public static StateComparison of(StateAt from, StateAt to, String typed) {
        StateNode before = RegionRoot.of(from.fold());
        StateNode after = RegionRoot.of(to.fold());
        NodePath path = NodePath.ROOT.to(typed);
        NodePath own = path.in(after)
                .or(() -> path.in(before))
                .map(NodePath.LocatedNode::path)
                .orElseThrow(
                        () -> new AuditFailedException("nothing is at " + Printable.of(path) + " in either state"));
        return new StateComparison(own.in(before), own.in(after));
    }

    /** What is not the same there and below it, in the order of the paths. */
    public void changes(Consumer<NodeChange> changes) {
        StateDiff.of(before, after, changes);
    }
}

package dev.berth.ledger.directory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** Goes through what is below a place, each directory before what it holds. For one thread. */
public final class NodeWalk {
    private NodeWalk() {}

    /** Sees each place. */
    @FunctionalInterface
    public interface Visitor {
        /** @param depth 1 right below where the walk began */
        void visit(int depth, NodePath.LocatedNode found);
    }

    /**
     * Goes through all that is at most so deep.
     *
     * @param depthMax 1 for what lies right below
     * @param isEachOnce whether to pass over what only leads to the same things again
     * @return the first place that has something below it which was too deep; empty if all was gone through
     */
    public static Optional<NodePath> below(
            NodePath.LocatedNode top, int depthMax, boolean isEachOnce, Visitor visitor) {
        Optional<NodePath> left = Optional.empty();
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(top.path(), top.node().children().all().iterator()));
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (!level.children.hasNext()) {
                levels.pop();
                continue;
            }
            NamedNode named = level.children.next();
            NodePath.LocatedNode found =
                    new NodePath.LocatedNode(level.path.with(named.name()), named.label(), named.node());
            if (isEachOnce && found.node().isIndex()) {
                continue;
            }
            visitor.visit(levels.size(), found);
            if (levels.size() < depthMax && found.node().isDirectory()) {
                levels.push(
                        new Level(found.path(), found.node().children().all().iterator()));
            } else if (left.isEmpty() && hasMore(found.node(), isEachOnce)) {
                left = Optional.of(found.path());
            }
        }
        return left;
    }

    private static boolean hasMore(StateNode node, boolean isEachOnce) {
        return node.children()
                .all()
                .anyMatch(named -> !isEachOnce || !named.node().isIndex());
    }

    private record Level(NodePath path, Iterator<NamedNode> children) {}
}

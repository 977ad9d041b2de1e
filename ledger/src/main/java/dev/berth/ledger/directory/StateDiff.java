package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import dev.berth.ledger.history.FieldChange;
import dev.berth.ledger.history.FieldValues;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what is not the same in two states. What both share, as two views of one log mostly do, is known by its
 * identity and not looked at. For one thread.
 */
public final class StateDiff {
    private final Consumer<NodeChange> changes;
    private final Deque<Level> levels = new ArrayDeque<>();

    private StateDiff(Consumer<NodeChange> changes) {
        this.changes = changes;
    }

    /**
     * Compares what is at a place, and all below it.
     *
     * @param before empty if there was no such place
     * @param after empty if there is no such place
     * @param changes given each thing that is not the same, in the order of the paths; a thing before what it holds
     */
    public static void of(
            Optional<NodePath.LocatedNode> before, Optional<NodePath.LocatedNode> after, Consumer<NodeChange> changes) {
        NodePath path = after.or(() -> before).map(NodePath.LocatedNode::path).orElse(NodePath.ROOT);
        StateDiff diff = new StateDiff(changes);
        diff.compare(
                path,
                after.or(() -> before).flatMap(NodePath.LocatedNode::label),
                before.map(NodePath.LocatedNode::node),
                after.map(NodePath.LocatedNode::node));
        diff.goOn();
    }

    private void goOn() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.isAtEnd()) {
                levels.pop();
                continue;
            }
            Pair next = level.next();
            NamedNode named = next.after().or(next::before).orElseThrow();
            Optional<StateNode> before = next.before().map(NamedNode::node);
            Optional<StateNode> after = next.after().map(NamedNode::node);
            if (!before.or(() -> after).orElseThrow().isIndex()) {
                compare(level.path.with(named.name()), named.label(), before, after);
            }
        }
    }

    private void compare(NodePath path, Optional<String> label, Optional<StateNode> before, Optional<StateNode> after) {
        StateNode was = before.orElse(StateNode.NONE);
        StateNode is = after.orElse(StateNode.NONE);
        if (was == is || was.isMadeOfTheSame(is)) {
            return;
        }
        ImmutableList<FieldChange> fields = FieldValues.changes(path.toString(), was.fields(), is.fields());
        if (!fields.isEmpty()) {
            NodeChange.Kind kind = before.isEmpty()
                    ? NodeChange.Kind.ADDED
                    : after.isEmpty() ? NodeChange.Kind.REMOVED : NodeChange.Kind.CHANGED;
            changes.accept(new NodeChange(path, label, kind, fields));
        }
        levels.push(new Level(path, was, is));
    }

    /** What is under one name in both. */
    private record Pair(Optional<NamedNode> before, Optional<NamedNode> after) {}

    /** A directory that is being compared, name by name. */
    private static final class Level {
        private final NodePath path;
        private final PeekingIterator<NamedNode> before;
        private final PeekingIterator<NamedNode> after;

        Level(NodePath path, StateNode before, StateNode after) {
            this.path = path;
            this.before = iterator(before);
            this.after = iterator(after);
        }

        private static PeekingIterator<NamedNode> iterator(StateNode node) {
            return Iterators.peekingIterator(
                    node.isDirectory() ? node.children().all().iterator() : Collections.emptyIterator());
        }

        boolean isAtEnd() {
            return !before.hasNext() && !after.hasNext();
        }

        Pair next() {
            int order = !before.hasNext()
                    ? 1
                    : !after.hasNext()
                            ? -1
                            : before.peek().name().compareTo(after.peek().name());
            return new Pair(
                    order <= 0 ? Optional.of(before.next()) : Optional.empty(),
                    order >= 0 ? Optional.of(after.next()) : Optional.empty());
        }
    }
}

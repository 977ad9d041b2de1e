package dev.berth.ledger.directory;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** The way from the root of a region to a place in it, by names. Immutable. */
public record NodePath(ImmutableList<String> names) {
    public static final NodePath ROOT = new NodePath(ImmutableList.of());

    private static final Splitter NAMES = Splitter.on('/').omitEmptyStrings();

    /** Where a path leads that is typed here; what begins with a slash begins at the root, and .. leads up. */
    public NodePath to(String typed) {
        NodePath at = typed.startsWith("/") ? ROOT : this;
        for (String name : NAMES.split(typed)) {
            if (name.equals("..")) {
                at = at.names.isEmpty() ? ROOT : new NodePath(at.names.subList(0, at.names.size() - 1));
            } else if (!name.equals(".")) {
                at = at.with(name);
            }
        }
        return at;
    }

    public NodePath with(String name) {
        return new NodePath(ImmutableList.<String>builderWithExpectedSize(names.size() + 1)
                .addAll(names)
                .add(name)
                .build());
    }

    /** Whether nothing lies above it. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /**
     * What is there.
     *
     * @return empty if nothing is
     */
    public Optional<LocatedNode> in(StateNode root) {
        LocatedNode found = new LocatedNode(ROOT, Optional.empty(), root);
        for (String name : names) {
            Optional<NamedNode> next = found.node().children().find(name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            found = new LocatedNode(
                    found.path().with(next.get().name()),
                    next.get().label(),
                    next.get().node());
        }
        return Optional.of(found);
    }

    /**
     * The node that a path has led to.
     *
     * @param path the way to it by its own names, whatever others were typed
     */
    public record LocatedNode(NodePath path, Optional<String> label, StateNode node) {}

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}

package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * A place in the state of a region: it has fields, or holds other places, or both. Nothing of it is made before it is
 * asked for. Immutable, as the view under it is; any thread.
 */
public final class StateNode {
    static final StateNode NONE =
            new StateNode(ImmutableList.of(), ImmutableSortedMap::of, ImmutableSortedMap::of, NamedNodes.NONE, false);

    private final ImmutableList<?> parts;
    private final Supplier<ImmutableSortedMap<String, Object>> fields;
    private final Supplier<ImmutableSortedMap<String, Object>> derived;
    private final NamedNodes children;
    private final boolean isIndex;

    /**
     * @param parts the values of the view that it is made of; none if it is not worth looking at them
     * @param derived what follows from the fields of this and other places
     * @param isIndex whether it only leads to what is also elsewhere
     */
    private StateNode(
            ImmutableList<?> parts,
            Supplier<ImmutableSortedMap<String, Object>> fields,
            Supplier<ImmutableSortedMap<String, Object>> derived,
            NamedNodes children,
            boolean isIndex) {
        this.parts = parts;
        this.fields = fields;
        this.derived = derived;
        this.children = children;
        this.isIndex = isIndex;
    }

    /** A place that only holds others. */
    static StateNode directory(NamedNodes children, Object... parts) {
        return new StateNode(
                ImmutableList.copyOf(parts), ImmutableSortedMap::of, ImmutableSortedMap::of, children, false);
    }

    /** A place with fields that holds others. */
    static StateNode thing(Supplier<ImmutableSortedMap<String, Object>> fields, NamedNodes children, Object... parts) {
        return new StateNode(ImmutableList.copyOf(parts), fields, ImmutableSortedMap::of, children, false);
    }

    /** A place with fields alone. */
    static StateNode leaf(Supplier<ImmutableSortedMap<String, Object>> fields, Object... parts) {
        return thing(fields, NamedNodes.NONE, parts);
    }

    /** The same as a place that is passed over where two states are compared, unless it is asked for by itself. */
    StateNode asIndex() {
        return new StateNode(parts, fields, derived, children, true);
    }

    /** The same place, which shows what follows from its fields and those of others as well. */
    StateNode showing(Supplier<ImmutableSortedMap<String, Object>> more) {
        return new StateNode(parts, fields, more, children, isIndex);
    }

    /** The fields, and what follows from them and from others, which is not compared. */
    public ImmutableSortedMap<String, Object> shown() {
        return ImmutableSortedMap.<String, Object>naturalOrder()
                .putAll(fields())
                .putAll(derived.get())
                .build();
    }

    /** What is so of it, by field, each value as in a {@link dev.berth.ledger.history.FieldChange}. */
    public ImmutableSortedMap<String, Object> fields() {
        return fields.get();
    }

    /** What it holds. */
    public NamedNodes children() {
        return children;
    }

    /** Whether it can hold others, even if it holds none now. */
    public boolean isDirectory() {
        return children != NamedNodes.NONE;
    }

    boolean isIndex() {
        return isIndex;
    }

    /** Whether both are made of the very same values. One that is not may still be equal. */
    boolean isMadeOfTheSame(StateNode other) {
        if (parts.isEmpty() || parts.size() != other.parts.size()) {
            return false;
        }
        Iterator<?> others = other.parts.iterator();
        for (Object part : parts) {
            if (part != others.next()) {
                return false;
            }
        }
        return true;
    }
}

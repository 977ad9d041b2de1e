package dev.berth.ledger.directory;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.berth.ledger.history.FieldChange;
import java.util.Optional;

/**
 * That a thing is not the same in two states.
 *
 * @param label another name of it, as it is now, or as it was last; it is another's text
 * @param fields which of its fields are other, at least one
 */
public record NodeChange(NodePath path, Optional<String> label, Kind kind, ImmutableList<FieldChange> fields) {
    /** What became of it. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        /** The word for it in JSON. */
        public String text() {
            return Ascii.toLowerCase(name());
        }
    }
}

package dev.berth.events.command;

import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * The place in the trees that a provider is asked to take.
 *
 * @param parent empty makes it a root
 * @param permission what the writer's API version lets it do
 */
public record ParentChange(Optional<ProviderId> parent, Permission permission) {
    /** Before API 1.37 only a root may be given a parent, and nothing can be taken from its parent. */
    public enum Permission {
        ADOPT_ROOTS,
        MOVE_FREELY
    }
}

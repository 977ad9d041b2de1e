package dev.berth.events.event;

/**
 * The region is decided by this version of the rules from here on.
 */
public record RulesActivated(int rulesVersion) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.RULES_ACTIVATED;
    }
}

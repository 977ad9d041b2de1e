package dev.berth.ledger;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Position;
import dev.berth.ledger.rules.FirstRules;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RulesVersion;

/**
 * The versions of the rules that a program knows. What a released version makes of a log never changes; other behaviour
 * is another version beside it. A region in a version that is not in the book cannot be decided by this program.
 * Immutable.
 */
public final class RuleBook {
    /** The versions that this program knows. */
    public static final RuleBook STANDARD = new RuleBook(ImmutableSortedMap.of(RulesVersion.FIRST, FirstRules::decide));

    private final ImmutableSortedMap<RulesVersion, Rules> versions;

    /** How one version decides a command: reads only, and is a function of its arguments. */
    @FunctionalInterface
    public interface Rules {
        Outcome decide(LedgerView view, Position position, Command command);

        /** The outcome of a malformed command. */
        default Outcome decide(LedgerView view, LogEntry.Malformed entry) {
            return FirstRules.decide(view, entry);
        }
    }

    private RuleBook(ImmutableSortedMap<RulesVersion, Rules> versions) {
        this.versions = versions;
    }

    /** This book with one version more. */
    public RuleBook with(RulesVersion version, Rules rules) {
        return new RuleBook(ImmutableSortedMap.<RulesVersion, Rules>naturalOrder()
                .putAll(versions)
                .put(version, rules)
                .buildOrThrow());
    }

    public boolean knows(RulesVersion version) {
        return versions.containsKey(version);
    }

    public RulesVersion newest() {
        return versions.lastKey();
    }

    /** What the command comes to by the rules that are active in the view, which this book must know. */
    Outcome decide(LedgerView view, Position position, Command command) {
        return at(view.rulesVersion()).decide(view, position, command);
    }

    /** The outcome of a malformed command. */
    Outcome decide(LedgerView view, LogEntry.Malformed entry) {
        return at(view.rulesVersion()).decide(view, entry);
    }

    private Rules at(RulesVersion version) {
        Rules rules = versions.get(version);
        if (rules == null) {
            throw new IllegalStateException(
                    "expected rules version " + versions.keySet() + " but the region is in " + version);
        }
        return rules;
    }
}

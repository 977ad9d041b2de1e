package dev.berth.ledger.state;

/**
 * A version of the rules by which commands are decided. A region starts with the first; another is switched on by a
 * record in its log, so every replay switches at the same place.
 */
public record RulesVersion(int number) implements Comparable<RulesVersion> {
    public static final RulesVersion FIRST = new RulesVersion(1);

    @Override
    public int compareTo(RulesVersion other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}

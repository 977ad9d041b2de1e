package dev.berth.projector.store;

/**
 * The kinds of rows of a region, each with the letter that stands in its keys. Facts are what the log said; a
 * projection follows from facts.
 */
enum Section {
    /** The providers, but for what a claim changes of them, which stands under {@link #USAGE}. */
    PROVIDERS('p'),
    CONSUMERS('c'),
    /** What the agents of hosts vouch for. */
    HOSTS('h'),
    /** The hosts whose agents may report. */
    ENROLMENTS('e'),
    /** The number of each host's last report. */
    SEQUENCES('n'),
    /** The hosts that new consumers are kept off. */
    DRAINS('x'),
    /** PCI devices and who holds them. */
    DEVICES('d'),
    /** Custom resource classes. */
    CLASSES('k'),
    /** Custom traits. */
    TRAITS('t'),
    FLAVORS('f'),
    /** The ring of commands that are remembered, a row for each block of slots. */
    RECENT('r'),
    /** What remembered commands with an idempotency key were answered. */
    ANSWERS('a'),
    /** Where and why the region has stopped. */
    STOP('s'),
    /** The record of the stop, and those that wait behind it. */
    HELD('w'),
    /** Of each provider its generation, with the time of that, and, as a projection, what is used of it. */
    USAGE('u'),
    /** Projection: the free PCI devices of each host, grouped. */
    POOLS('o');

    private static final Section[] BY_LETTER = new Section[128];

    static {
        for (Section section : values()) {
            BY_LETTER[section.letter] = section;
        }
    }

    private final byte letter;

    Section(char letter) {
        this.letter = (byte) letter;
    }

    byte letter() {
        return letter;
    }

    /** The section of a letter; null for a letter that no section has. */
    static Section of(byte letter) {
        return letter < 0 ? null : BY_LETTER[letter];
    }
}

package dev.berth.auditor.proof;

/**
 * The parts of a checkpoint: a letter, four bytes with the length of what follows, and that. Rows have the same letters
 * as in the stores.
 */
enum FrameKind {
    /** When it was written, how many partitions the log has, and the ids of log and decisions, a line each. */
    LOG('L'),
    /** A partition begins: a {@link PartitionPlace}. */
    PARTITION('P'),
    /** A region begins: position, rules, chain, and name. */
    REGION('R'),
    PROVIDER('p'),
    CONSUMER('c'),
    HOST('h'),
    ENROLMENT('e'),
    SEQUENCE('n'),
    DRAIN('x'),
    DEVICE('d'),
    CLASS('k'),
    TRAIT('t'),
    FLAVOR('f'),
    RECENT('r'),
    /** Where and why the region has stopped. */
    STOP('s'),
    /** A record at the stop or behind it: its position, and its bytes. */
    HELD('w'),
    /** The region ends: the digest of its state. */
    REGION_END('Z'),
    /** The partition ends: how many regions it has. */
    PARTITION_END('Y'),
    /** Nothing follows but the sum and the signature. */
    END('E');

    /** The longest record that Kafka takes by default is 1 MiB, and Berth's own limits end before 8. */
    static final int LENGTH_MAX = 32 * 1024 * 1024;

    private final char letter;

    FrameKind(char letter) {
        this.letter = letter;
    }

    int letter() {
        return letter;
    }

    /** @throws IllegalArgumentException if no part has the letter */
    static FrameKind of(int letter) {
        for (FrameKind frame : values()) {
            if (frame.letter == letter) {
                return frame;
            }
        }
        throw new IllegalArgumentException("a part with an unknown letter, number " + letter);
    }
}

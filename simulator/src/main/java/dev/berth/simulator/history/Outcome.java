package dev.berth.simulator.history;

/** What a client knows of a write once it has stopped to ask. */
public enum Outcome {
    /** Acknowledged. */
    DONE,
    /** Refused, because the consumer is of another generation. */
    CONFLICT,
    /** Refused for another reason of the ledger's, such as no room; the generation was right. */
    REFUSED,
    /** Refused, because there is no such consumer. */
    NOT_FOUND,
    /** It did not come to pass and never will, says the answer. */
    NOT_DONE,
    /** Nothing is known: it may have come to pass, may come to pass later, or never. */
    UNKNOWN
}

package dev.berth.ledger.vectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Runs the vectors of some categories through the ledger's public types. */
interface VectorRunner {
    /** Throws an {@link AssertionError} that says what differed, if the ledger does not do what the vector expects. */
    void run(JsonNode vector);
}

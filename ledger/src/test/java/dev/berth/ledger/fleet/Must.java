package dev.berth.ledger.fleet;

import java.util.function.Supplier;

/** What has to be so. AssertJ describes what it checks before it fails, which takes too long for millions of steps. */
final class Must {
    private Must() {}

    static void must(boolean isSo, Supplier<String> expected) {
        if (!isSo) {
            throw new AssertionError("expected " + expected.get());
        }
    }
}

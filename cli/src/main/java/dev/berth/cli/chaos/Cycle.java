package dev.berth.cli.chaos;

import dev.berth.simulator.chaos.Fault;

/**
 * One fault, and what came of it.
 *
 * @param note what was told while it was done; may be empty
 * @param beganNs when it was done, on the clock of the history
 * @param mendedNs when all was mended
 * @param answeredNs when everything answered again
 * @param startsAgain how many processes had to be started once more until then
 */
record Cycle(int number, Fault fault, String note, long beganNs, long mendedNs, long answeredNs, int startsAgain) {
    double recoverySeconds() {
        return (answeredNs - mendedNs) / 1e9;
    }

    @Override
    public String toString() {
        return "%d at %.3f s: %s%s, mended at %.3f s, answered again at %.3f s"
                .formatted(
                        number,
                        beganNs / 1e9,
                        fault,
                        note.isEmpty() ? "" : " (" + note + ")",
                        mendedNs / 1e9,
                        answeredNs / 1e9);
    }
}

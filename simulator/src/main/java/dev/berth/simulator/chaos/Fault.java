package dev.berth.simulator.chaos;

/**
 * One fault, with all that was drawn for it.
 *
 * @param instance which instance it is done to, from 0 on, or first
 * @param broker which broker, from 0 on, or first
 * @param ms for how long it lasts, or how long what was killed is away
 * @param number which request fails, how many bits are flipped, or how many records are written
 * @param isAfter whether the broker still gets the request that fails
 * @param seed what else has to be drawn while it is done
 */
public record Fault(FaultKind kind, int instance, int broker, long ms, int number, boolean isAfter, long seed) {
    @Override
    public String toString() {
        return "%s instance %d broker %d for %d ms, number %d, %s"
                .formatted(kind.label(), instance, broker, ms, number, isAfter ? "after" : "before");
    }
}

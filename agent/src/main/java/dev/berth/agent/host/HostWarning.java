package dev.berth.agent.host;

/** Something on the host that was skipped: {@code where} names the file or entry, {@code what} says why. */
public record HostWarning(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}

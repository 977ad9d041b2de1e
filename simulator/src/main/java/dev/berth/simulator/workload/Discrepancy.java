package dev.berth.simulator.workload;

/** A difference between the service's books and the schedulers'. */
public record Discrepancy(String subject, String expected, String found) {
    @Override
    public String toString() {
        return subject + ": expected " + expected + " but found " + found;
    }
}

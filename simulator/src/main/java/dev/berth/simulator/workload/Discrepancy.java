package dev.berth.simulator.workload;

/** Where the service's books and the schedulers' do not agree. */
public record Discrepancy(String subject, String expected, String found) {
    @Override
    public String toString() {
        return subject + ": expected " + expected + " but found " + found;
    }
}

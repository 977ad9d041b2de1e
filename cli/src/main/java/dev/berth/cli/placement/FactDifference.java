package dev.berth.cli.placement;

/**
 * One thing in which two Placements differ.
 *
 * @param field such as an inventory; provider, consumer or name where one of the two has not the subject at all
 * @param there what the other Placement has; empty for nothing
 * @param here what Berth has; empty for nothing
 */
public record FactDifference(FactSubject subject, String field, String there, String here) {
    @Override
    public String toString() {
        return subject + ", " + field + ": " + (there.isEmpty() ? "nothing" : there) + " there, "
                + (here.isEmpty() ? "nothing" : here) + " here";
    }
}

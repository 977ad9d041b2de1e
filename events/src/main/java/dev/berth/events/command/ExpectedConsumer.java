package dev.berth.events.command;

/** What a writer of allocations knows of the consumer; the claim is refused if it is no longer so (API 1.28). */
public sealed interface ExpectedConsumer {
    /** Before API 1.28 nobody asked. */
    record Unchecked() implements ExpectedConsumer {}

    /** The consumer must not exist: its generation was sent as null. */
    record Absent() implements ExpectedConsumer {}

    /** The consumer must exist in this generation. */
    record AtGeneration(long generation) implements ExpectedConsumer {}

    ExpectedConsumer UNCHECKED = new Unchecked();
    ExpectedConsumer ABSENT = new Absent();

    static ExpectedConsumer atGeneration(long generation) {
        return new AtGeneration(generation);
    }
}

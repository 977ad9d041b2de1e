package dev.berth.events.log;

/**
 * Something about an existing topic that Berth cannot work with.
 *
 * @param found the actual value, and the expected one
 * @param fix what an operator can do about it
 */
public record TopicContradiction(String topic, String found, String fix) {
    @Override
    public String toString() {
        return topic + ": " + found + "; fix: " + fix;
    }
}

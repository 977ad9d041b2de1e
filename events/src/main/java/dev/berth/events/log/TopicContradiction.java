package dev.berth.events.log;

/**
 * Something about an existing topic that Berth cannot work with.
 *
 * @param found what is so, and what should be
 * @param fix what an operator can do about it
 */
public record TopicContradiction(String topic, String found, String fix) {
    @Override
    public String toString() {
        return topic + ": " + found + "; fix: " + fix;
    }
}

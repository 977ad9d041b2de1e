package dev.berth.events.command;

/**
 * A consumer as somebody has last seen it. Both values are compared: the generation of a consumer that was released and
 * claimed again begins again, and the time does not come again with it.
 *
 * @param updatedAtMs LogAppendTime of the claim that changed it last, milliseconds since the epoch
 */
public record SeenConsumer(long generation, long updatedAtMs) {}

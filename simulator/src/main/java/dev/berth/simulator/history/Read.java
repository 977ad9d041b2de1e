package dev.berth.simulator.history;

/**
 * A read that has been sent.
 *
 * @param subject the consumer or the provider that it asks for
 * @param sinceNs it may show what was so at any moment from then on, on the clock of the history
 * @param isOld whether its client said that the answer may be old
 * @param answers how many answers to writes its consumer had had
 */
public record Read(String subject, long sinceNs, boolean isOld, int answers) {}

/**
 * Judges what clients of a service were answered: what may be so after all that was acknowledged, and what may not.
 * It is an oracle: it shares no code with what it judges, does no input or output and reads no clock.
 */
package dev.berth.simulator.history;

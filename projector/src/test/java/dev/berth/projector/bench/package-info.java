/** Benches of the way from the log to the reply, run by hand. No test belongs here. */
package dev.berth.projector.bench;

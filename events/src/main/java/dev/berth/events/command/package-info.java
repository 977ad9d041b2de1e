/**
 * What the log may be asked to do, one record per wish, in the imperative. A command carries all that its decision
 * depends on except the log before it; it does not know whether it will be granted.
 */
package dev.berth.events.command;

/**
 * What is told of hosts beside the log: what their agents read of themselves, and when they were heard of. No decision
 * depends on it.
 */
package dev.berth.projector.board;

/**
 * Recorded workloads of real clusters, replayed one task after the other through the ledger and the candidate search of
 * Berth itself, in this process and with no service between. Nothing here decides where a task goes.
 */
package dev.berth.simulator.trace;

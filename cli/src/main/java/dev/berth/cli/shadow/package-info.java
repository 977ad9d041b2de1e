/**
 * Stands before two services of the Placement API: one answers, the other is given the same calls in the same order,
 * and what differs is told. What a call means to either of them is not known here beyond what it reads and writes.
 */
package dev.berth.cli.shadow;

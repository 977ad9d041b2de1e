/**
 * Commands that write to the log themselves, for a region that cannot go on as it is: it moves to another log, or goes
 * on after the record that stopped it.
 */
package dev.berth.cli.region;

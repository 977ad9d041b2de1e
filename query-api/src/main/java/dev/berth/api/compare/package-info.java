/**
 * Compares what two services of the Placement API answer to one call: what differs, and whether that is known and
 * meant. Sends nothing, and keeps nothing.
 */
package dev.berth.api.compare;

/**
 * A small non-blocking client of the Placement API, for load and for checks of what load has left behind.
 * No retries and no opinions: callers see every answer as it came.
 */
package dev.berth.simulator.placement;

/**
 * Fleets of hosts and the schedulers that work on them, all from one seed, against anything that speaks the Placement
 * API. Nothing here knows how the service under load is built.
 */
package dev.berth.simulator;

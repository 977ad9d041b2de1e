/**
 * Simulated hosts: what they have, and the ways to report them to a service. What is asked of them is the
 * workload's.
 */
package dev.berth.simulator.fleet;

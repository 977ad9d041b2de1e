/**
 * Simulated hosts: what they have, and the ways of telling a service about them. What is asked of them is the
 * workload's.
 */
package dev.berth.simulator.fleet;

/**
 * Which faults are done to a cluster of Berth's and when, all from one seed, and the clients that work on it meanwhile.
 * Nothing here starts a process or knows how a fault is done.
 */
package dev.berth.simulator.chaos;

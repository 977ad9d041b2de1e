/**
 * Schedulers under load: what they ask for, what they must be answered, how long it took, and whether the service's
 * books agree with theirs in the end. Everything runs on the client's one event loop.
 */
package dev.berth.simulator.workload;

/**
 * A cluster of brokers and instances, each a process of its own with links of ours between them, and the faults that
 * are done to it. What clients see of it is judged elsewhere, in {@code dev.berth.simulator.history}.
 */
package dev.berth.cli.chaos;

/**
 * Benches of the law, run by hand: {@code mvn -pl simulator -am test-compile}, then {@code org.openjdk.jmh.Main} or
 * {@link dev.berth.simulator.bench.SearchGrowth} or {@link dev.berth.simulator.bench.CommandGrowth} on the test class
 * path. No test belongs here.
 */
package dev.berth.simulator.bench;

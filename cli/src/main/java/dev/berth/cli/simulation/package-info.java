/**
 * The commands that make work for a service to show or measure it, and what they print of it. The work itself is
 * {@code dev.berth.simulator}.
 */
package dev.berth.cli.simulation;

/**
 * {@code berth debug}: commands that pack the state of a service and of this machine into one file for whoever looks
 * for a fault. What such a file may have in it is decided in {@code dev.berth.cli.debug}.
 */
package dev.berth.cli.bundle;

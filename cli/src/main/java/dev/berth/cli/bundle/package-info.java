/**
 * {@code berth debug}: the commands that pack what is so of a service and of this machine into one file for whoever
 * looks for a fault. What may be in such a file at all is for {@code dev.berth.cli.debug} to say.
 */
package dev.berth.cli.bundle;

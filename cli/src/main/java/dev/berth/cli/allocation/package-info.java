/**
 * {@code berth allocation}: what consumers hold, listed, set, moved and given back. It speaks to any Placement.
 */
package dev.berth.cli.allocation;

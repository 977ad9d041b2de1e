/**
 * The well-known names every region starts with: standard traits and standard resource classes.
 * Custom names do not belong here; they are facts of a region and live in its ledger state.
 */
package dev.berth.catalogue;

/**
 * The commands for what Placement knows of providers: their trees, inventories, traits, aggregates and usage. They
 * speak to any Placement. Who holds what is told elsewhere, in {@code dev.berth.cli.allocation}.
 */
package dev.berth.cli.provider;

/**
 * From names to requests: what a PCI flavor or a configured alias means when it is asked for. Nothing here looks at
 * devices; what was resolved stands on its own and does not change with the flavor.
 */
package dev.berth.ledger.resource.pci.flavor;

/**
 * PCI devices, pools and flavors over HTTP, which Placement does not have. What a device may do is the ledger's to say,
 * not said here.
 */
package dev.berth.api.pci;

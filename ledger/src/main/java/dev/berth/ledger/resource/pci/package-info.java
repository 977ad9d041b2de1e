/**
 * PCI devices as a resource: the device table of one host with the dependency of PFs and their children, the pools that
 * are derived from it, and the choice of devices for requests. Nothing here stores a pool or counts one up or down.
 */
package dev.berth.ledger.resource.pci;

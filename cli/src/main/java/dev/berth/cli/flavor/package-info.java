/**
 * {@code berth flavor}: PCI flavors, and their exchange with the aliases of a nova.conf, by calls to a service that
 * runs.
 */
package dev.berth.cli.flavor;

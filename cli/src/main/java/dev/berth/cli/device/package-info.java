/**
 * {@code berth device}: PCI devices with their states, seen and changed by calls to a service that runs.
 */
package dev.berth.cli.device;

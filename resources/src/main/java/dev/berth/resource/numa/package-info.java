/**
 * The NUMA layout of a host as a resource: which guest cells fit on which host cells, with their CPUs, memory and
 * pages. Nothing here knows what PCI devices are: what must be near the cells of a guest says so itself.
 */
package dev.berth.resource.numa;

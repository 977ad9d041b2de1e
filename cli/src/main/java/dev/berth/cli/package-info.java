/**
 * The berth command: the one place where the modules are put together. Whatever is not options, wiring or output
 * belongs in the module it is about.
 */
package dev.berth.cli;

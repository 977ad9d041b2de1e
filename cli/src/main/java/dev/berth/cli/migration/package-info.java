/**
 * The commands by which a cloud comes to Berth and goes back: import and export of what a Placement has, and claims for
 * what a resource tracker has written down. Each thing is taken or refused by itself, and told with what became of it.
 */
package dev.berth.cli.migration;

/**
 * What stands in nova's configuration files and Berth takes from there or would write there. Whether it may be so is
 * for the ledger to say.
 */
package dev.berth.cli.nova;

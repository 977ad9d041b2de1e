/**
 * {@code berth host}: hosts as an operator sees and handles them, by calls to a service that runs.
 */
package dev.berth.cli.host;

/**
 * The compute agent: turns what a host has into a report and sends it when it changed.
 * How a report travels is its sink's; what becomes of it is the ledger's.
 */
package dev.berth.agent;

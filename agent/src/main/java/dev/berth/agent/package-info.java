/**
 * The compute agent: turns what a host has into a report and sends it when it changed.
 * The sink decides how a report travels; the ledger decides what becomes of it.
 */
package dev.berth.agent;

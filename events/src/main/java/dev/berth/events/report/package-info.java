/**
 * Reports of hosts on their way to the log: their form as JSON and as a signed record, and how often a host
 * may send one. Nothing here decides
 * what becomes of a report.
 */
package dev.berth.events.report;

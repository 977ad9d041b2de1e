/**
 * From facts about a host to the report that its agent sends: the provider tree, the offered devices, and their
 * rendering for people. Reading files and sending are done elsewhere.
 */
package dev.berth.agent.report;

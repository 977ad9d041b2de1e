/**
 * The agent as a command: its options, its keys, what it tells an operator. What a host has, and how it is reported, is
 * not known here.
 */
package dev.berth.agent.command;

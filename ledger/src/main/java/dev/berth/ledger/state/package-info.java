/**
 * What a region is: its tables as one immutable view, the edit that makes the next view from facts, and what a decision
 * may ask of it. No rule belongs here, and nothing that judges a command.
 */
package dev.berth.ledger.state;

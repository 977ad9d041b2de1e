/**
 * What the agents of hosts vouch for, as it stands now: told to agents, and no part of any decision.
 */
package dev.berth.ledger.vouched;

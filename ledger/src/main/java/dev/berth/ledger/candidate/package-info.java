/**
 * Where a request could be placed: requests, their answers, the search over a region's view and the account of why it
 * found little. Pure functions over immutable values; nothing here decides or changes anything, parses a query string
 * or writes JSON.
 */
package dev.berth.ledger.candidate;

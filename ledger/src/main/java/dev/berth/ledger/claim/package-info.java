/**
 * The room that there is for the claims of one command: amounts, the devices behind them, and the cells of guests. What
 * else a claim must comply with (generations, names) is for the rules, of which nothing may be known here.
 */
package dev.berth.ledger.claim;

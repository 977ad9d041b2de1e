/**
 * The trees of a region in a form that is fast to search: a {@code Forest} has {@code TreeBlock}s of up to 64 {@code
 * Tree}s, each with a {@code TreeStructure} that it shares with trees like it; {@code Symbols} gives names the numbers
 * that all of them use. It is kept up to date in every view, beside the providers that it is made from. Immutable; what
 * a change does not touch is shared. Requests, decisions and the facts themselves do not belong here.
 */
package dev.berth.ledger.forest;

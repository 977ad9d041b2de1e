/**
 * The trees of a region laid out for searching: a projection of its providers and of what is used of them, kept beside
 * them in every view. Immutable; what a change does not touch is shared. Requests, decisions and the facts themselves
 * do not belong here.
 */
package dev.berth.ledger.forest;

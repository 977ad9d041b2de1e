/**
 * GET /allocation_candidates: reads what is asked, writes what was found. How it is found is the ledger's.
 */
package dev.berth.api.candidate;

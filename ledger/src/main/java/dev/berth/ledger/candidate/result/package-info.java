/**
 * What is found: {@code Candidates}, kept as the columns of a {@code CandidateTable} with its {@code SummarizedTrees},
 * and read with a {@code CandidateCursor} and a {@code ProviderCursor}, or as {@code Candidate} and {@code
 * ProviderSummary} values. How they are found is not known here, nor how they are written as JSON.
 */
package dev.berth.ledger.candidate.result;

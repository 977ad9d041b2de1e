/**
 * What is found: {@code Candidates}, kept as the columns of a {@code CandidateTable} with its {@code SummarizedTrees},
 * and read with a {@code CandidateCursor}, which has the {@code TakenAmounts} of each provider, and a {@code
 * ProviderCursor}, or as {@code Candidate} values. How they are found is not known here, nor how they are written.
 */
package dev.berth.ledger.candidate.result;

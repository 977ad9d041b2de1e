/**
 * GET /allocation_candidates: reads what is asked, writes what was found. How it is found is the ledger's.
 * GET /capacity, in {@code CapacityHandler} and {@code CapacityWriter}, and {@code ShapeGauges} take the same queries.
 *
 * <p>In order: {@code CandidateHandler} takes the call, {@code CandidateQuery} reads its parameters
 * ({@code RecentQueries} keeps those read lately), {@code PreparedQuery} keeps the search prepared for them,
 * {@code NameResolver} looks up what they name, and the ledger's search runs, on {@code SearchThreads} if it may take
 * long. {@code CandidatesBody} writes what was found: {@code CandidateWriter} the candidates, {@code SummaryWriter}
 * their providers, {@code ExplanationWriter} why others are missing.
 */
package dev.berth.api.candidate;

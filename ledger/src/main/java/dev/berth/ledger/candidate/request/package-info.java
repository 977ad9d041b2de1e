/**
 * What is asked: a {@code CandidateRequest} of {@code RequestGroup}s, split into the {@code Demands} that one provider
 * meets each. Values only; how a query string is read and what meets a request is not known here.
 */
package dev.berth.ledger.candidate.request;

/**
 * In which order candidates come if a request names a policy: a {@code TreeRating} rates a tree, or one provider of it,
 * as it would be after something was taken. It knows neither how candidates are found nor which tasks will come; what
 * it may know is the state, and {@code HeldRequests}, which are a sample of that.
 */
package dev.berth.ledger.candidate.order;

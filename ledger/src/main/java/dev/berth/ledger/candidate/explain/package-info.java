/**
 * Why a request has the candidates that it has. {@code Explainer} asks every provider each {@code Constraint} of the
 * search, counted by {@code DemandCount}, and every tree each {@code TreeConstraint}; {@code DeviceCount} counts PCI
 * devices, and {@code UnusedCheck} finds out whether waiting could help. {@code NearMisses} keeps the trees that come
 * nearest, and {@code JointFailure} leaves out one {@code RequestPart} after the other where only all of them together
 * fail. The result is an {@code Explanation}, or text by {@code ExplanationText}. No rule of its own is in here: the
 * search has them.
 */
package dev.berth.ledger.candidate.explain;

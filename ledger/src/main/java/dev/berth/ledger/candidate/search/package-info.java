/**
 * How candidates are found. A {@code PreparedSearch} keeps the {@code Plan} that {@code PlanCompiler} makes of a
 * request in the numbers of a forest: the {@code Need} of each demand, with its {@code Constraints}. {@code
 * CandidateSearch} asks each block of trees which of them may do. In each of those, {@code NeedMatches} finds the
 * providers that meet each need, with what {@code StructureMatches} keeps of trees that are alike; {@code TreeSearch}
 * puts demands into {@code Bins} as {@code GroupRules} allow, and {@code PackingBound} ends it early where they cannot
 * all fit. {@code CandidateCollector} takes the candidates, and asks {@code DeviceOffers} where PCI devices decide.
 * Pure functions over immutable views; nothing here decides or changes anything.
 */
package dev.berth.ledger.candidate.search;

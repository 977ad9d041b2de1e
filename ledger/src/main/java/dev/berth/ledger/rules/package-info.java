/**
 * What each command comes to and what each event makes of a region, by the first version of the rules. Only {@code
 * FirstRules}, {@code Evolution} and {@code ClaimDryRun} are for others; nothing that searches, hosts or stores the
 * law belongs here.
 */
package dev.berth.ledger.rules;

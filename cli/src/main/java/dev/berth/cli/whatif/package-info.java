/**
 * {@code berth what-if}: changes that nobody makes, as a plan that is sent, and what would come of them. What would is
 * for the service to say.
 */
package dev.berth.cli.whatif;

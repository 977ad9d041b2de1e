/**
 * The small languages inside query parameters: amounts, required and forbidden traits, memberships in aggregates.
 * What is looked up with them does not belong here.
 */
package dev.berth.api.query;

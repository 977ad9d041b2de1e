/**
 * How commands call a service that runs: any Placement, or Berth with what it has besides. What is asked, and what is
 * made of the answer, is for each command to say.
 */
package dev.berth.cli.client;

/**
 * The commands that ask where a request could be placed, why there or nowhere, and how many more of it fit.
 */
package dev.berth.cli.candidate;

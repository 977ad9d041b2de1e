/**
 * What the options of Berth's programs are where the command line does not say: a file, the environment, and which of
 * them has said it. What there is to be set is read from the options themselves; no name of one stands here.
 */
package dev.berth.terminal.config;

/**
 * What Berth's programs share at a terminal: options, exit status, words for failures, printable output. What a command
 * does belongs to its program.
 */
package dev.berth.terminal;

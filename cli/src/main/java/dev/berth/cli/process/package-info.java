/**
 * This process on its machine: which modules it has, whether it has enough memory, threads and files, how it ends where
 * it cannot go on, and what it cleans up when it ends.
 */
package dev.berth.cli.process;

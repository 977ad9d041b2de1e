/**
 * This process on its machine: whether it has the room that it needs, how it ends where it cannot go on, and what it
 * takes along when it ends in order.
 */
package dev.berth.cli.process;

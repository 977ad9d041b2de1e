/**
 * How this process logs: how much, in which form, and with nothing in it that a terminal would obey. What is logged is
 * for others to say.
 */
package dev.berth.cli.logging;

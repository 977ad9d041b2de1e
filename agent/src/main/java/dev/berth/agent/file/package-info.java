/**
 * The agent's files, all JSON: device specs and resource dictionaries of an existing resource tracker. A file that
 * cannot be used is answered with everything that is wrong with it. What the values mean is not decided here.
 */
package dev.berth.agent.file;

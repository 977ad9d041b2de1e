/**
 * {@code berth log}: the commands that show the log as it is, with what became of each record. They ask no service.
 */
package dev.berth.cli.log;

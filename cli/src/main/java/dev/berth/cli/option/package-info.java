/**
 * Options that commands of several kinds take, and how the words behind them are read. What has been read is a value of
 * whoever knows what it means.
 */
package dev.berth.cli.option;

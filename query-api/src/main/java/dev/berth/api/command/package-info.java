/**
 * How the API reaches the ledger: commands out, decisions back, views to read. What commands mean does not belong here.
 */
package dev.berth.api.command;

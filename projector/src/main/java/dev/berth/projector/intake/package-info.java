/**
 * Lets signed reports of agents into the log, beside the topology: it is a client of the log like the API. It decides
 * nothing; what it lets through, the ledger decides. Neither stores nor streams belong here.
 */
package dev.berth.projector.intake;

/**
 * Commands that nobody has sent, and questions about what would be so after them. What is decided and answered, and
 * how, does not belong here: that is the ledger's and the other routes'.
 */
package dev.berth.api.whatif;

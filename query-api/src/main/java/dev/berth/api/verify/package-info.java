/**
 * GET and POST /audit/verified: what auditors say that the last verify came to, kept in memory and shown. This instance
 * has seen nothing of it, so nothing here may follow from it.
 */
package dev.berth.api.verify;

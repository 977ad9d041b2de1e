/**
 * What a state comes to as bytes: the digest by which two folds are compared, and the bytes of a remembered reply.
 * Nothing here decides or changes anything.
 */
package dev.berth.ledger.digest;

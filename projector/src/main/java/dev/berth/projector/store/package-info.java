/**
 * The store of one partition: rows in RocksDB with one changelog, and the views folded from them. What was committed is
 * recognised when it is read back; what is not recognised is never believed.
 */
package dev.berth.projector.store;

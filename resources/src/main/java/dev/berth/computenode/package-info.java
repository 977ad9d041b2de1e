/**
 * The compute node record of an existing resource tracker, translated to inventories and back. It knows the record's
 * fields and their habits; how the record is stored or read is not its business.
 */
package dev.berth.computenode;

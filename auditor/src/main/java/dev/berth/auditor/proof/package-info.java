/**
 * Files by which an auditor proves more than one reading of the log can: heads of the chains of decisions, and
 * checkpoints with the state itself, both signed if there is a key. Nothing here reads Kafka.
 */
package dev.berth.auditor.proof;

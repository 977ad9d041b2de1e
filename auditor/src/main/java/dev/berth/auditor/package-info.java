/**
 * Re-folds the log and compares what comes of it with what the live service recorded and holds. It reads the topics
 * with consumers of its own and calls the law alone: nothing of the projector may be used here, for an auditor that
 * shares the code it audits audits itself.
 */
package dev.berth.auditor;

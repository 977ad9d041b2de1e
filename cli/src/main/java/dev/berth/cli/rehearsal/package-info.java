/**
 * Lets a service that has just started practise on a region of its own in memory, so that its code is compiled before
 * it is asked much. Nothing here may touch the service, its log or its metrics.
 */
package dev.berth.cli.rehearsal;

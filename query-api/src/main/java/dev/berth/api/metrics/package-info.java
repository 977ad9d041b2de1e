/**
 * What operators measure: the commands, partitions and regions of an instance, as Prometheus reads them. How requests
 * and searches are measured stands where they are served. Nothing here may decide anything.
 */
package dev.berth.api.metrics;

/**
 * Instances that share a log pass requests on to the one that keeps the region. What a request means does not belong
 * here.
 */
package dev.berth.api.forward;

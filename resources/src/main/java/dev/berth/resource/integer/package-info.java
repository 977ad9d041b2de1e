/**
 * Resources that are counted: VCPU, MEMORY_MB, DISK_GB, custom classes. The hot path of every claim and search; nothing
 * here knows that other kinds exist.
 */
package dev.berth.resource.integer;

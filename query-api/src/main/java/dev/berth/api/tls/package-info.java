/**
 * Certificates, keys and authorities in files, read again when they change. What a caller may do does not belong here.
 */
package dev.berth.api.tls;

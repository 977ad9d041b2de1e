/**
 * Files by which one is let in, and what is in them: secrets, keys, certificates, authorities. Who may do what does not
 * belong here.
 */
package dev.berth.credentials;

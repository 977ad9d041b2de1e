/**
 * Who is at the other end of a connection, and which headers are believed from whom. Who the caller is, is found out
 * elsewhere.
 */
package dev.berth.api.sender;

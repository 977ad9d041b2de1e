/**
 * Who stands at the other end of a connection, and which headers are believed of whom. Who the caller is, is found out
 * elsewhere.
 */
package dev.berth.api.sender;

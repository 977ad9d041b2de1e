/**
 * The route table, and a server that needs no broker. What a route does belongs to its handler.
 */
package dev.berth.api.server;

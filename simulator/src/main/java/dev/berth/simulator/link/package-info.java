/**
 * The network between two processes on this machine, in our hands: it can be cut, silenced, or fail one request.
 * Nothing here reads more of what passes than where a request to Kafka begins and which kind it is.
 */
package dev.berth.simulator.link;

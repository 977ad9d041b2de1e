/** Throws requests that nobody should send at the API over real sockets; {@code mvn -Pfuzz} runs it. */
package dev.berth.api.fuzz;

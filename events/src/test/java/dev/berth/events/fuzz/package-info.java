/** Throws damaged and made-up input at whatever reads input of others; {@code mvn -Pfuzz} runs it. */
package dev.berth.events.fuzz;

/** How JSON of others is read, whatever is in it. Nothing here knows what it says. */
package dev.berth.events.json;

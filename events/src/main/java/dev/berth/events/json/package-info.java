/** How JSON from outside is read safely. Nothing here knows what it means. */
package dev.berth.events.json;

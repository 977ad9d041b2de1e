/** How JSON from outside is read safely, and why reading failed, in words. Nothing here knows what it means. */
package dev.berth.events.json;

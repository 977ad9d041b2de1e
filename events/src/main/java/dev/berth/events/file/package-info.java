/** Files that are there as a whole or not at all. Nothing here knows what is in them. */
package dev.berth.events.file;

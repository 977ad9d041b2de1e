/** What is done again and again for as long as a process runs, also after it has failed. Nothing here knows what. */
package dev.berth.events.watch;

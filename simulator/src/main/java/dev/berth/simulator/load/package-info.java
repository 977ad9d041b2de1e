/**
 * Load of one kind of work, claims and their releases, as fast as it is answered or at a rate; measured, and with
 * nothing left behind. Schedulers that ask before they claim do not belong here.
 */
package dev.berth.simulator.load;

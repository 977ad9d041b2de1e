/**
 * What a region was at any position of its log: the nearest moment that is kept, and the log from there. What is kept
 * is outside the truth: it can be dropped at any time, and is checked before it is believed.
 */
package dev.berth.projector.moment;

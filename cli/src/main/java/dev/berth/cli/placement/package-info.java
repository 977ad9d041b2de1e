/**
 * What a Placement has, read and written over its own API: the way in from a running one and the way back. Nothing in
 * here knows the log; Berth is asked as any other Placement is.
 */
package dev.berth.cli.placement;

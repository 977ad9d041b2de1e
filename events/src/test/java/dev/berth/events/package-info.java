/** Values for tests of this module and of those that build on it; no tests. */
package dev.berth.events;

/** Instances that pass requests on: with owners made up for the test, and on a real log. */
package dev.berth.api.forward;

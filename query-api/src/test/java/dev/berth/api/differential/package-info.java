/** Random calls to Berth and to the real Placement side by side, to find where they differ. */
package dev.berth.api.differential;

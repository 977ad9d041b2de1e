/**
 * A host as the record that resource trackers kept before there was Placement. It is computed from the region whenever
 * somebody asks, and never read back here; agents read it ({@code --from-legacy}).
 */
package dev.berth.api.computenode;

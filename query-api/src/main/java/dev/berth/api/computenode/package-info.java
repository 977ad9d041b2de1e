/**
 * A host as the record that resource trackers kept before there was Placement. It is made again of the region whenever
 * somebody asks, and never read back here; agents read it ({@code --from-legacy}).
 */
package dev.berth.api.computenode;

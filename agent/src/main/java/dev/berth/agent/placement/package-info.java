/**
 * A host's tree in any OpenStack Placement, through nothing but its API. What Placement has no word for, NUMA layouts
 * and attributes of devices, is not told here.
 */
package dev.berth.agent.placement;

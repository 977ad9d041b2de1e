/**
 * Every kind of resource is described, asked for and given in three words: {@link dev.berth.resource.Resource},
 * {@link dev.berth.resource.Amount}, {@link dev.berth.resource.Inventory}. Nothing here knows providers,
 * generations, events or where anything is stored.
 *
 * <p>A new kind is a package of three types that implement them, and nothing else changes: {@link
 * dev.berth.resource.Inventories} walks a request without knowing the kinds in it. A kind whose choice binds
 * other parts of the request implements {@link dev.berth.resource.JointInventory} as well.
 */
package dev.berth.resource;

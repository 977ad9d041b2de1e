/**
 * The names of device attributes that mean something, and how attributes asked for meet those that are there. Which
 * devices there are, and who holds them, is not known here.
 */
package dev.berth.resource.attribute;

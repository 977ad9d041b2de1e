/**
 * The versions of the Placement API: what each of them brought, and how a request's version is negotiated.
 * Nothing here knows what a feature does.
 */
package dev.berth.api.microversion;

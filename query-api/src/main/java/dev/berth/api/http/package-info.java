/**
 * Requests in, answers out: the server, the routes, who may call what, errors in Placement's form.
 * Nothing here knows what a provider or an allocation is.
 */
package dev.berth.api.http;

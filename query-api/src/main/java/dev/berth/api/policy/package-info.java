/**
 * What callers may do: rules by name in the language of oslo.policy, with Placement's defaults and Berth's own. Who a
 * caller is has been found out before; nothing here knows of HTTP.
 */
package dev.berth.api.policy;

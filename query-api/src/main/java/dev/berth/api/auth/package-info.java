/** Finds out who calls. What callers may do is the policy's to say, and what they want the handlers'. */
package dev.berth.api.auth;

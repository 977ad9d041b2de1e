/**
 * Asks Keystone who calls, as keystonemiddleware's auth_token does. What callers may do is not here: roles are passed
 * on as Keystone tells them.
 */
package dev.berth.api.auth.keystone;
